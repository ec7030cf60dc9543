package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@KeywayTest
class PortfolioTest extends SellingNetworkTest {

    @Test
    void portfolioIsTheIntersectionOfAllGrantsAbove() {
        assertThat(grant(vendor, distributor, null).status()).isEqualTo(200);
        assertThat(grant(distributor, reseller, null).status()).isEqualTo(200);
        assertThat(sold(reseller)).containsExactlyInAnyOrder(yearly.value(), trial.value());
        grant(vendor, distributor, List.of(trial.value()));
        assertThat(sold(reseller)).containsExactly(trial.value());
        grant(vendor, distributor, List.of(yearly.value()));
        assertThat(sold(reseller)).containsExactly(yearly.value());
        network.api.put(vendor.caller(), path(distributor), List.of());
        assertThat(sold(reseller)).isEmpty();
    }

    @Test
    void withdrawnProductIsInNoPortfolio() {
        grant(vendor, distributor, null);
        assertThat(sold(distributor)).hasSize(2);
        catalog.withdraw();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(sold(distributor)).isEmpty());
    }

    @Test
    void grantsAreASubsetOfTheParents() {
        assertThat(grant(distributor, reseller, null).status())
                .as("not granted to the distributor itself")
                .isEqualTo(404);
        grant(vendor, distributor, List.of(trial.value()));
        assertThat(grant(distributor, reseller, List.of(yearly.value())).status()).isEqualTo(404);
        assertThat(grant(vendor, reseller, List.of(yearly.value())).code())
                .as("the vendor sees it, its distributor may not sell it")
                .isEqualTo("not_in_portfolio");
        assertThat(grant(distributor, reseller, List.of(trial.value())).status()).isEqualTo(200);
    }

    @Test
    void aProductOfAnotherVendorIsNotFound() {
        Member other = network.create(Callers.operator(), "vendor");
        Member below = network.create(other.caller(), "reseller");
        String missing =
                network.api
                        .put(
                                other.caller(),
                                path(below),
                                List.of(Map.of("productId", ProductId.next().value())))
                        .text();
        Answer foreign =
                network.api.put(
                        other.caller(), path(below), List.of(Map.of("productId", product.value())));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text()).isEqualTo(missing);
    }

    @Test
    void refusesGrantsToOneself() {
        grant(vendor, distributor, null);
        assertThat(network.api.put(distributor.caller(), path(distributor), List.of()).status())
                .isEqualTo(403);
        assertThat(
                        network.api
                                .put(
                                        vendor.caller(),
                                        path(distributor),
                                        List.of(
                                                Map.of(
                                                        "productId",
                                                        product.value(),
                                                        "licensesMax",
                                                        -1)))
                                .status())
                .isEqualTo(400);
        assertThat(network.api.put(vendor.caller(), path(distributor), "[null]").status())
                .isEqualTo(400);
        assertThat(network.api.put(vendor.caller(), path(distributor), "{}").status())
                .isEqualTo(400);
    }

    @Test
    void aGrantCannotExceedTheMaximumOrEndOfTheParents() {
        Instant end = Instant.parse("2030-01-01T00:00:00Z");
        bounded(vendor, distributor, 10, end);
        assertThat(bounded(distributor, reseller, 11, end).text()).contains("licensesMax");
        assertThat(bounded(distributor, reseller, 10, end.plusSeconds(1)).text())
                .contains("expiresAt");
        assertThat(bounded(distributor, reseller, 10, end).status()).isEqualTo(200);
    }

    @Test
    void portfolioShowsTheTightestBoundsAndTheGrantor() {
        Instant end = Instant.parse("2030-01-01T00:00:00Z");
        bounded(vendor, distributor, 10, end);
        bounded(distributor, reseller, 7, end.minusSeconds(60));
        bounded(vendor, distributor, 5, end);
        JsonNode item =
                network.api
                        .get(reseller.caller(), "/api/v1/portfolio")
                        .json()
                        .path("items")
                        .path(0);
        assertThat(item.path("grantedBy").path("partnerId").asString())
                .isEqualTo(distributor.id().value());
        assertThat(item.path("policies").path(0).path("licensesMax").asLong()).isEqualTo(5);
        assertThat(item.path("policies").path(0).path("expiresAt").asString())
                .isEqualTo("2029-12-31T23:59:00Z");
    }

    @Test
    void portfolioOfAPartnerIsReadableByPartnersAbove() {
        grant(vendor, distributor, null);
        grant(distributor, reseller, List.of(trial.value()));
        for (Member above : List.of(vendor, distributor)) {
            assertThat(soldBy(above.caller(), reseller.id().value()).json())
                    .as("as the reseller itself reads it")
                    .isEqualTo(network.api.get(reseller.caller(), "/api/v1/portfolio").json());
        }
        assertThat(
                        soldBy(Callers.operator(), distributor.id().value())
                                .json()
                                .findValuesAsString("policyId"))
                .containsExactlyInAnyOrder(yearly.value(), trial.value());
        assertThat(network.api.get(Callers.operator(), "/api/v1/portfolio").status())
                .as("the operator sells nothing itself")
                .isEqualTo(403);
    }

    @Test
    void thePortfolioOfAPartnerInAnotherBranchIsNotFound() {
        grant(vendor, distributor, null);
        Member sibling = network.create(vendor.caller(), "distributor");
        Member otherVendor = network.create(Callers.operator(), "vendor");
        String missing = soldBy(vendor.caller(), PartnerId.next().value()).text();
        for (Member stranger : List.of(sibling, otherVendor, reseller)) {
            Answer foreign = soldBy(stranger.caller(), distributor.id().value());
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(missing);
        }
        assertThat(
                        soldBy(
                                        Callers.customer(
                                                CustomerId.next(), vendor.id(), distributor.id()),
                                        distributor.id().value())
                                .status())
                .isEqualTo(403);
        assertThat(soldBy(vendor.caller(), "nonsense").status()).isBetween(400, 404);
    }

    private Answer soldBy(Caller caller, String partner) {
        return network.api.get(caller, "/api/v1/portfolio?partnerId=" + partner);
    }

    private Answer bounded(Member from, Member to, long licensesMax, Instant expiresAt) {
        return network.api.put(
                from.caller(),
                path(to),
                List.of(
                        Map.of(
                                "productId", product.value(),
                                "licensesMax", licensesMax,
                                "expiresAt", expiresAt.toString())));
    }

    private Answer grant(Member from, Member to, List<String> policies) {
        Map<String, Object> grant =
                policies == null
                        ? Map.of("productId", product.value())
                        : Map.of("productId", product.value(), "policyIds", policies);
        return network.api.put(from.caller(), path(to), List.of(grant));
    }

    private static String path(Member member) {
        return "/api/v1/partners/" + member.id() + "/grants";
    }
}
