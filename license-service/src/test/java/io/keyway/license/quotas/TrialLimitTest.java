package io.keyway.license.quotas;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How many trials a partner issues in a calendar month. */
@LicenseServiceTest
class TrialLimitTest {

    private static final Map<String, Object> DIRECTLY = Map.of();

    private final Market market;
    private final PublishedEvents published;
    private final Quotas quotas;
    private final Store store;
    private final ProductId product;
    private final PolicyId trials;
    private final CustomerId customer;

    @Autowired
    TrialLimitTest(Markets markets, PublishedEvents published, Quotas quotas, Store store) {
        this.market = markets.open();
        this.published = published;
        this.quotas = quotas;
        this.store = store;
        this.product = market.product();
        this.trials = market.policy(product, Map.of("type", "trial", "trials", "unlimited"));
        this.customer = market.customer();
        market.grantToAll(product);
    }

    @Test
    void fiftyConcurrentRequestsIssueExactlyTheLimit() throws Exception {
        limit(7);
        List<Api.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(threads.submit(() -> issue(1, DIRECTLY)));
            }
            for (Future<Api.Answer> call : calls) {
                answers.add(call.get());
            }
        }

        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(Api.Answer::text)
                .allMatch(refused -> refused.contains("\"quota_exceeded\""));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(7);
        assertThat(market.licenses(market.reseller, "productId=" + product)).hasSize(7);
        assertThat(used()).isEqualTo(7);
    }

    @Test
    void countsTrialsIssuedInOrders() {
        limit(4);
        OrderState order =
                market.onDemand(
                        product,
                        trials,
                        10,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        Map<String, Object> inOrder = Map.of("orderId", order.id().value());

        assertThat(issue(3, inOrder).status()).isEqualTo(201);
        assertThat(issue(2, DIRECTLY).code()).isEqualTo("quota_exceeded");
        assertThat(issue(1, DIRECTLY).status()).isEqualTo(201);
        assertThat(issue(1, inOrder).code()).isEqualTo("quota_exceeded");
        assertThat(used()).isEqualTo(4);
    }

    @Test
    void anImmediateOrderCountsForItsOwner() {
        market.partner(PartnerType.DISTRIBUTOR, 10, 2, market.distributor.path().toArray(path()));
        OrderState order = market.order(Fulfillment.IMMEDIATE, customer, product, trials, 3);

        eventually(
                () ->
                        assertThat(published.all(LineFailed.class))
                                .contains(
                                        new LineFailed(
                                                order.id(),
                                                order.lines().getFirst().id(),
                                                ProblemCode.QUOTA_EXCEEDED)));
        market.order(Fulfillment.IMMEDIATE, customer, product, trials, 2);
        eventually(
                () ->
                        assertThat(market.licenses(market.distributor, "productId=" + product))
                                .hasSize(2));
    }

    @Test
    void countsOnlyTrialsOfPartnersWithALimit() {
        limit(0);
        assertThat(issue(1, DIRECTLY).code()).isEqualTo("quota_exceeded");
        PolicyId sold = market.policy(product);
        assertThat(market.issue(market.reseller, product, sold, customer, 2).status())
                .isEqualTo(201);
        assertThat(
                        market.issue(
                                        market.reseller,
                                        product,
                                        sold,
                                        customer,
                                        1,
                                        Map.of("type", "trial"))
                                .code())
                .as("a trial of what is sold")
                .isEqualTo("quota_exceeded");

        limit(null);
        assertThat(issue(20, DIRECTLY).status()).isEqualTo(201);
    }

    @Test
    void changedLimitAppliesAtOnceAndFailedClaimsAreReleased() {
        limit(3);
        assertThat(issue(3, DIRECTLY).status()).isEqualTo(201);
        assertThat(issue(1, DIRECTLY).status()).isEqualTo(409);
        limit(5);
        PolicyId once = market.policy(product, Map.of("type", "trial"));
        assertThat(market.issue(market.reseller, product, once, customer, 2).code())
                .as("the customer tries it once")
                .isEqualTo("quota_exceeded");
        eventually(() -> assertThat(used()).isEqualTo(3));
        assertThat(issue(2, DIRECTLY).status()).isEqualTo(201);
        limit(2);
        assertThat(issue(1, DIRECTLY).status()).isEqualTo(409);
    }

    @Test
    void accessCheckNamesTheTrialCounts() {
        limit(3);
        assertThat(issue(2, DIRECTLY).status()).isEqualTo(201);

        Api.Answer answer =
                market.api.get(
                        market.reseller,
                        "/api/v1/access-check?action=issue&quantity=2&resource=" + trials);

        assertThat(answer.json().path("rule").asString()).isEqualTo("trial_limit_reached");
        assertThat(answer.json().path("reason").asString())
                .isEqualTo(
                        "1 of 3 trial licenses may still be issued this month, 2 are asked for.");
    }

    @Test
    void aMonthIsOneOfUtcAndIsForgottenAfterItsEnd() {
        Instant last = Instant.parse("2026-03-31T23:59:59.999Z");
        QuotaClaim march = QuotaClaim.ofTrials(market.resellerId, last, 1, 1);
        QuotaClaim april = QuotaClaim.ofTrials(market.resellerId, last.plusMillis(1), 1, 1);
        assertThat(march.quota()).isEqualTo("trials:" + market.resellerId + ":2026-03");
        assertThat(april.quota()).isEqualTo("trials:" + market.resellerId + ":2026-04");
        assertThat(march.countsUntil()).isEqualTo("2026-04-01T00:00:00Z");

        limit(1);
        assertThat(issue(1, DIRECTLY).status()).isEqualTo(201);
        Document counter =
                store.collection("quotas").find(Filters.eq("_id", quotaOfThisMonth())).first();
        YearMonth month = YearMonth.parse(quotaOfThisMonth().split(":")[2]);
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(counter.get("forgetAt")).isEqualTo(Date.from(end.plus(Duration.ofDays(35))));
        assertThat(store.collection("quotas").listIndexes())
                .anyMatch(
                        index ->
                                index.get("key", Document.class).containsKey("forgetAt")
                                        && index.containsKey("expireAfterSeconds"));
    }

    private Api.Answer issue(int quantity, Map<String, Object> more) {
        return market.issue(market.reseller, product, trials, customer, quantity, more);
    }

    private void limit(Integer trialLimit) {
        market.partner(
                PartnerType.RESELLER, 10, trialLimit, market.reseller.path().toArray(path()));
    }

    private long used() {
        return quotas.used(quotaOfThisMonth());
    }

    private String quotaOfThisMonth() {
        return QuotaClaim.ofTrials(market.resellerId, Instant.now(), 1, 1).quota();
    }

    private static PartnerId[] path() {
        return new PartnerId[0];
    }
}
