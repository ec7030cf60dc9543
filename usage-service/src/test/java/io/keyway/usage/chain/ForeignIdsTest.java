package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementCloseId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** Two resellers side by side, and a second vendor: none of them finds anything of the other. */
@KeywayTest
class ForeignIdsTest {

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().withPlan().published();
    private final Branch otherTree = new Branch().published();
    private String meterId = "";

    @BeforeEach
    void usageAndADraft() {
        api = new Api(environment);
        Api.Answer defined = api.post(branch.asVendor, "/api/v1/meters", meter("calls"));
        meterId = defined.json().path("id").asString();
        send(branch.asReseller, event("1", branch.license, Instant.now(), 5));
        send(branch.asReseller, event("1", branch.license, Instant.now().minusSeconds(1), 9));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(quantity(branch.asReseller, "")).isEqualTo("5");
                            assertThat(rejected(branch.asReseller)).isEqualTo(1);
                        });
    }

    @Test
    void foreignIdInAQueryIsLikeAnUnknownOne() {
        for (Caller stranger :
                List.of(branch.asStranger, branch.asStrangersCustomer, otherTree.asVendor)) {
            same(
                    stranger,
                    "/api/v1/usage?meter=calls&licenseId=",
                    branch.license,
                    LicenseId.next());
            same(
                    stranger,
                    "/api/v1/usage?meter=calls&partnerId=",
                    branch.reseller,
                    PartnerId.next());
            same(
                    stranger,
                    "/api/v1/usage?meter=calls&customerId=",
                    branch.customer,
                    CustomerId.next());
            same(stranger, "/api/v1/balances?licenseId=", branch.license, LicenseId.next());
        }
        for (Caller stranger : List.of(branch.asStranger, otherTree.asVendor)) {
            same(stranger, "/api/v1/statements?partnerId=", branch.reseller, PartnerId.next());
        }
        same(
                branch.asReseller,
                "/api/v1/statements?partnerId=",
                branch.distributor,
                PartnerId.next());
        same(
                branch.asReseller,
                "/api/v1/usage?meter=calls&partnerId=",
                branch.distributor,
                PartnerId.next());
        same(
                branch.asCustomer,
                "/api/v1/usage?meter=calls&partnerId=",
                branch.reseller,
                PartnerId.next());
    }

    @Test
    void foreignIdInAPathIsLikeAnUnknownOne() {
        String statement =
                api.get(branch.asReseller, "/api/v1/statements?partnerId=" + branch.reseller)
                        .json()
                        .at("/items/0/id")
                        .asString();
        assertThat(api.get(branch.asReseller, "/api/v1/statements/" + statement).status())
                .isEqualTo(200);
        for (Caller stranger :
                List.of(
                        branch.asStranger,
                        branch.asStrangersCustomer,
                        branch.asCustomer,
                        otherTree.asVendor)) {
            same(stranger, "/api/v1/statements/", statement, StatementId.next());
            same(stranger, "/api/v1/statements/", statement + ".csv", StatementId.next() + ".csv");
        }
        YearMonth last = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
        String close = Closes.of(api, branch.asDistributor, last).path("id").asString();
        assertThat(api.get(branch.asVendor, "/api/v1/statement-closes/" + close).status())
                .isEqualTo(200);
        for (Caller stranger : List.of(branch.asStranger, branch.asReseller, otherTree.asVendor)) {
            same(stranger, "/api/v1/statement-closes/", close, StatementCloseId.with(Id.unique()));
        }
        assertThat(api.get(branch.asCustomer, "/api/v1/meters/" + meterId).status()).isEqualTo(200);
        same(otherTree.asVendor, "/api/v1/meters/", meterId, MeterId.next());
        same(otherTree.asCustomer, "/api/v1/meters/", meterId, MeterId.next());
    }

    @Test
    void foreignLicenseInABodyIsLikeAnUnknownOne() {
        for (Caller stranger : List.of(branch.asStranger, otherTree.asReseller)) {
            JsonNode foreign = send(stranger, event("x", branch.license, Instant.now(), 1));
            JsonNode missing = send(stranger, event("x", LicenseId.next(), Instant.now(), 1));

            assertThat(foreign).isEqualTo(missing);
            assertThat(foreign.at("/results/0/code").asString()).isEqualTo("license_not_found");
        }
        assertThat(quantity(branch.asReseller, "")).isEqualTo("5");
    }

    @Test
    void listsAndSumsEndAtTheBranch() {
        assertThat(quantity(branch.asStranger, "")).isEmpty();
        assertThat(quantity(branch.asStrangersCustomer, "")).isEmpty();
        for (String group : List.of("partner", "customer", "license", "product")) {
            assertThat(quantity(branch.asStranger, "&groupBy=" + group)).isEmpty();
            assertThat(quantity(branch.asStrangersCustomer, "&groupBy=" + group)).isEmpty();
        }
        assertThat(rejected(branch.asStranger)).isZero();
        assertThat(rejected(branch.asStrangersCustomer)).isZero();
        assertThat(rejected(otherTree.asVendor)).isZero();
        assertThat(rejected(branch.asDistributor)).isEqualTo(1);
        assertThat(rejected(branch.asCustomer)).isEqualTo(1);
        assertThat(api.get(otherTree.asVendor, "/api/v1/meters").json().path("items").size())
                .isZero();
        assertThat(payers(branch.asStranger)).containsExactly(branch.stranger.value());
        assertThat(payers(branch.asReseller)).containsExactly(branch.reseller.value());
        assertThat(payers(branch.asCustomer)).isEmpty();
        assertThat(api.get(otherTree.asVendor, "/api/v1/usage?meter=calls").status())
                .isEqualTo(404);
    }

    @Test
    void operatorSeesEveryTreeAndNamesTheOneMeant() {
        Caller operator = Callers.operator();

        assertThat(quantity(operator, "&partnerId=" + branch.vendor)).isEqualTo("5");
        assertThat(quantity(operator, "&licenseId=" + branch.license)).isEqualTo("5");
        assertThat(api.get(operator, "/api/v1/usage?meter=calls").status()).isEqualTo(400);
    }

    @Test
    void refusesCallersWithoutPermission() {
        Caller without =
                Callers.partner(
                        EnumSet.noneOf(Permission.class), branch.vendor, branch.distributor);

        for (String path :
                List.of(
                        "/api/v1/usage?meter=calls",
                        "/api/v1/rejected-events",
                        "/api/v1/statements",
                        "/api/v1/statement-closes/" + StatementCloseId.with(Id.unique()))) {
            assertThat(api.get(without, path).code()).as(path).isEqualTo("forbidden");
        }
        assertThat(
                        api.post(
                                        without,
                                        "/api/v1/events",
                                        event("x", branch.license, Instant.now(), 1))
                                .code())
                .isEqualTo("forbidden");
        assertThat(api.post(without, "/api/v1/meters", meter("mine")).code())
                .isEqualTo("forbidden");
        assertThat(api.post(branch.asDistributor, "/api/v1/meters", meter("mine")).code())
                .isEqualTo("forbidden");
        assertThat(
                        api.post(without, "/api/v1/statements/close", Map.of("period", "2026-01"))
                                .code())
                .isEqualTo("forbidden");
        assertThat(
                        api.post(
                                        branch.asCustomer,
                                        "/api/v1/statements/close",
                                        Map.of("period", "2026-01"))
                                .code())
                .isEqualTo("forbidden");
    }

    @Test
    void aMeterForAnotherVendorIsNotDefined() {
        Map<String, Object> meter =
                Map.of(
                        "code",
                        "theirs",
                        "eventType",
                        "t",
                        "aggregation",
                        "count",
                        "vendorId",
                        otherTree.vendor);

        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter).status()).isEqualTo(404);
        assertThat(api.post(Callers.operator(), "/api/v1/meters", meter).status()).isEqualTo(201);
        assertThat(
                        api.get(otherTree.asReseller, "/api/v1/meters")
                                .json()
                                .at("/items/0/code")
                                .asString())
                .isEqualTo("theirs");
    }

    @Test
    void refusesCallsWithoutAssertion() {
        assertThat(api.sendWith(null, "GET", "/api/v1/usage?meter=calls", null, Map.of()).status())
                .isEqualTo(401);
    }

    private void same(Caller caller, String path, Object foreign, Object missing) {
        Api.Answer ofForeign = api.get(caller, path + foreign);
        Api.Answer ofMissing = api.get(caller, path + missing);
        assertThat(ofForeign.status()).as(path).isEqualTo(404);
        assertThat(ofForeign.text()).as(path).isEqualTo(ofMissing.text());
    }

    private JsonNode send(Caller caller, Map<String, Object> event) {
        Api.Answer answer = api.post(caller, "/api/v1/events", event);
        assertThat(answer.status()).isEqualTo(202);
        return answer.json();
    }

    private String quantity(Caller caller, String more) {
        return api.get(caller, "/api/v1/usage?meter=calls" + more)
                .json()
                .at("/items/0/quantity")
                .asString("");
    }

    private int rejected(Caller caller) {
        return api.get(caller, "/api/v1/rejected-events").json().path("items").size();
    }

    private List<String> payers(Caller caller) {
        return api.get(caller, "/api/v1/statements")
                .json()
                .path("items")
                .findValuesAsString("payerId");
    }
}
