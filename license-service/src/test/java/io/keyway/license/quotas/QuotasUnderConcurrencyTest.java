package io.keyway.license.quotas;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Sixteen issue at once; what is issued in the end is what the quota allows, to the license. */
@LicenseServiceTest
class QuotasUnderConcurrencyTest {

    private static final int ISSUERS = 16;

    private final Market market;
    private final Quotas quotas;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    QuotasUnderConcurrencyTest(Markets markets, Quotas quotas) {
        this.market = markets.open();
        this.quotas = quotas;
        this.product = market.product();
        this.policy = market.policy(product);
        this.customer = market.customer();
    }

    @Test
    void newCounterRefusesNoClaimWithinItsLimit() throws Exception {
        for (int round = 0; round < 50; round++) {
            QuotaClaim claim = QuotaClaim.ofUnpaid(PartnerId.next(), 1, ISSUERS);
            try (ExecutorService executor = Executors.newFixedThreadPool(ISSUERS)) {
                CyclicBarrier together = new CyclicBarrier(ISSUERS);
                List<Future<Quotas.Claimed>> claims = new ArrayList<>();
                for (int i = 0; i < ISSUERS; i++) {
                    claims.add(
                            executor.submit(
                                    () -> {
                                        together.await();
                                        return quotas.claim(claim, IssuanceId.next());
                                    }));
                }
                for (Future<Quotas.Claimed> one : claims) {
                    assertThat(one.get()).isEqualTo(Quotas.Claimed.NOW);
                }
            }
            assertThat(quotas.used(claim.quota())).isEqualTo(ISSUERS);
            assertThat(quotas.claim(claim, IssuanceId.next())).isEqualTo(Quotas.Claimed.REFUSED);
        }
    }

    @Test
    void issuesTenUnpaidLicensesAtMost() throws Exception {
        market.grantToAll(product);

        List<Api.Answer> answers =
                atOnce(i -> market.issue(market.reseller, product, policy, customer, 1));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allMatch(answer -> answer.code().equals("unpaid_limit_reached"));
        assertThat(market.licenses(market.reseller, "paymentStatus=pending")).hasSize(10);
        assertThat(quotas.used("unpaid:" + market.resellerId)).isEqualTo(10);
    }

    @Test
    void anOrderLineIsDrawnToItsLastLicenseByOwnerAndManagerTogether() throws Exception {
        market.grantToAll(product);
        OrderState order =
                market.onDemand(
                        product,
                        policy,
                        21,
                        market.manager(market.resellerId, market.reseller.path(), product, 9L));
        Map<String, Object> inOrder = Map.of("orderId", order.id().value());

        List<Api.Answer> answers =
                atOnce(
                        i ->
                                market.issue(
                                        i % 2 == 0 ? market.reseller : market.distributor,
                                        product,
                                        policy,
                                        customer,
                                        2,
                                        inOrder));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allMatch(answer -> answer.code().equals("quota_exceeded"));
        assertThat(market.licenses(market.distributor, "orderId=" + order.id())).hasSize(20);
        long byManager =
                market.licenses(market.distributor, "orderId=" + order.id()).stream()
                        .filter(
                                license ->
                                        license.get("issuedBy")
                                                .asString()
                                                .equals(market.resellerId.value()))
                        .count();
        assertThat(byManager).isLessThanOrEqualTo(9);
        assertThat(quotas.used("manager:" + order.id() + ":" + market.resellerId + ":" + product))
                .isEqualTo(byManager);
        // The last one is left over, and can be had.
        assertThat(market.issue(market.distributor, product, policy, customer, 1, inOrder).status())
                .isEqualTo(201);
        assertThat(market.issue(market.distributor, product, policy, customer, 1, inOrder).code())
                .isEqualTo("quota_exceeded");
    }

    @Test
    void twoResellersShareTheMaximumOfTheirDistributor() throws Exception {
        PartnerId otherId = PartnerId.next();
        Caller other =
                Callers.partner(
                        Permission.ofReseller(), market.vendorId, market.distributorId, otherId);
        market.partner(PartnerType.RESELLER, 1000, market.vendorId, market.distributorId, otherId);
        market.partner(
                PartnerType.RESELLER,
                1000,
                market.vendorId,
                market.distributorId,
                market.resellerId);
        market.grant(
                market.distributorId,
                market.distributor.path(),
                new Grant(product, null, 25L, null));
        market.grant(
                market.resellerId, market.reseller.path(), new Grant(product, null, null, null));
        market.grant(otherId, other.path(), new Grant(product, null, null, null));
        CustomerId othersCustomer = market.customer(other.path());

        List<Api.Answer> answers =
                atOnce(
                        i ->
                                i % 2 == 0
                                        ? market.issue(
                                                market.reseller, product, policy, customer, 3)
                                        : market.issue(other, product, policy, othersCustomer, 3));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(8);
        assertThat(quotas.used("grant:" + market.distributorId + ":" + product)).isEqualTo(24);
        // What a refused issuance had claimed before it was refused came back.
        eventually(
                () ->
                        assertThat(
                                        quotas.used("unpaid:" + market.resellerId)
                                                + quotas.used("unpaid:" + otherId))
                                .isEqualTo(24));
    }

    @Test
    void refusedIssuanceReleasesItsClaims() {
        market.grantToAll(product, 100L);

        assertThat(market.issue(market.reseller, product, policy, customer, 11).code())
                .isEqualTo("unpaid_limit_reached");

        assertThat(quotas.used("grant:" + market.resellerId + ":" + product)).isZero();
        assertThat(quotas.used("unpaid:" + market.resellerId)).isZero();
        assertThat(market.issue(market.reseller, product, policy, customer, 10).status())
                .isEqualTo(201);
    }

    private static List<Api.Answer> atOnce(IntFunction<Api.Answer> issue) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(ISSUERS)) {
            List<Future<Api.Answer>> running = new ArrayList<>();
            for (int i = 0; i < ISSUERS; i++) {
                int issuer = i;
                running.add(executor.submit(() -> issue.apply(issuer)));
            }
            List<Api.Answer> answers = new ArrayList<>();
            for (Future<Api.Answer> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
