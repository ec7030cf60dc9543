package io.keyway.license.issuance;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.issuance.IssuanceDocument.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@LicenseServiceTest
class LargeIssuanceTest {

    private final Market market;
    private final PublishedEvents published;
    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    LargeIssuanceTest(
            Markets markets, PublishedEvents published, Issuances issuances, IssuanceSaga saga) {
        this.market = markets.open();
        this.published = published;
        this.issuances = issuances;
        this.saga = saga;
        this.product = market.product();
        this.policy = market.policy(product);
        this.customer = market.customer();
    }

    @Test
    void hundredLicensesAreIssuedAtOnceAndOneMoreInTheBackground() {
        assertThat(
                        market.issue(market.vendor, product, policy, customer, 100)
                                .json()
                                .get("items")
                                .size())
                .isEqualTo(100);

        Api.Answer accepted = market.issue(market.vendor, product, policy, customer, 101);

        assertThat(accepted.status()).isEqualTo(202);
        String location = accepted.response().headers().firstValue("Location").orElseThrow();
        eventually(
                () -> {
                    JsonNode progress = market.api.get(market.vendor, location).json();
                    assertThat(progress.get("status").asString()).isEqualTo("completed");
                    assertThat(progress.get("requested").asInt()).isEqualTo(101);
                    assertThat(progress.get("issued").asInt()).isEqualTo(101);
                    assertThat(progress.get("failed").asInt()).isZero();
                });
    }

    @Test
    void chunksMakeEveryLicenseOnceHoweverOftenTheyAreDelivered() {
        OrderState order = market.onDemand(product, policy, 700);
        market.grantToAll(product);
        Api.Answer accepted =
                market.issue(
                        market.distributor,
                        product,
                        policy,
                        customer,
                        600,
                        Map.of("orderId", order.id().value()));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        IssuanceId id = new IssuanceId(accepted.json().at("/issuance/id").asString());
        eventually(() -> assertThat(issuances.load(id).orElseThrow().settled()).isTrue());
        List<ChunkRequested> chunks =
                published.all(ChunkRequested.class).stream()
                        .filter(chunk -> chunk.issuanceId().equals(id))
                        .toList();
        assertThat(chunks)
                .extracting(ChunkRequested::count)
                .containsExactlyInAnyOrder(250, 250, 100);

        for (ChunkRequested chunk : chunks) {
            market.publish(id.value(), chunk);
            saga.issueChunk(new ChunkRequested(id, chunk.first(), chunk.count()));
        }

        Set<String> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page =
                    market.api
                            .get(
                                    market.distributor,
                                    "/api/v1/licenses?limit=200&orderId=" + order.id() + cursor)
                            .json();
            page.get("items")
                    .forEach(
                            license -> {
                                assertThat(ids.add(license.get("id").asString())).isTrue();
                                keys.add(license.get("key").asString());
                            });
            cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
        } while (!cursor.isEmpty());
        assertThat(ids).hasSize(600);
        assertThat(keys).hasSize(600);
        assertThat(issuances.load(id).orElseThrow().issued()).isEqualTo(600);
        eventually(
                () ->
                        assertThat(
                                        published.all(LicensesIssued.class).stream()
                                                .filter(event -> event.issuanceId().equals(id))
                                                .map(event -> event.licenses().size()))
                                .as("one event for each chunk, in the write that marked it done")
                                .containsExactlyInAnyOrder(250, 250, 100));
        assertThat(
                        published.all(LicensesIssued.class).stream()
                                .filter(event -> event.issuanceId().equals(id))
                                .flatMap(event -> event.licenses().stream())
                                .map(license -> license.id().value()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aChunkMadeTwiceIsTheSame() {
        Api.Answer accepted = market.issue(market.vendor, product, policy, customer, 150);
        IssuanceId id = new IssuanceId(accepted.json().at("/issuance/id").asString());
        Planned issuance = (Planned) issuances.load(id).orElseThrow();

        assertThat(issuance.chunks()).containsExactly(new Chunk(0, 150));
        eventually(
                () ->
                        assertThat(Stage.of(issuances.load(id).orElseThrow()))
                                .isEqualTo(Stage.COMPLETED));
    }

    @Test
    void moreThanTheLimitIsRefused() {
        assertThat(market.issue(market.vendor, product, policy, customer, 100_001).code())
                .isEqualTo("invalid_request");
        assertThat(market.issue(market.vendor, product, policy, customer, 0).code())
                .isEqualTo("invalid_request");
    }
}
