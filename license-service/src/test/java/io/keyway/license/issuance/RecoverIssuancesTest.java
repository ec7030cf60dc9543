package io.keyway.license.issuance;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseProperties;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.catalog.Catalog;
import io.keyway.license.issuance.Issuance.Claiming;
import io.keyway.license.issuance.Issuance.Refusable;
import io.keyway.license.issuance.IssuanceDocument.Stage;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssuePlan;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.PreparedIssue;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** As if the process had died between any two steps: the sweep brings it to the same end. */
@LicenseServiceTest
class RecoverIssuancesTest {

    private final Market market;
    private final Issuances issuances;
    private final Quotas quotas;
    private final LicenseFactory factory;
    private final Catalog catalog;
    private final LicenseProperties settings;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    RecoverIssuancesTest(
            Markets markets,
            Issuances issuances,
            Quotas quotas,
            LicenseFactory factory,
            Catalog catalog,
            LicenseProperties settings) {
        this.market = markets.open();
        this.issuances = issuances;
        this.quotas = quotas;
        this.factory = factory;
        this.catalog = catalog;
        this.settings = settings;
        this.product = market.product();
        this.policy = market.policy(product);
        this.customer = market.customer();
    }

    @Test
    void recoversBeforeTheFirstClaim() {
        Issuance issuance = issuances.start(claiming(3));

        assertEndsWith(issuance, 3, 3);
    }

    @Test
    void recoversBetweenTwoClaims() {
        Claiming issuance = claiming(3);
        issuances.start(issuance);
        quotas.claim(issuance.claims().getFirst(), issuance.id());

        assertEndsWith(issuance, 3, 3);
    }

    @Test
    void recoversAfterTheClaims() {
        Claiming issuance = claiming(3);
        issuances.start(issuance);
        quotas.claim(issuance.claims().getFirst(), issuance.id());
        quotas.claim(issuance.claims().getLast(), issuance.id());
        issuances.move(issuance.id(), Claiming.class, found -> found.issuing(longAgo()));

        assertEndsWith(issuance, 3, 3);
    }

    @Test
    void recoversAfterARefusal() {
        Claiming issuance = claiming(3);
        issuances.start(issuance);
        quotas.claim(issuance.claims().getFirst(), issuance.id());
        issuances.move(
                issuance.id(),
                Refusable.class,
                found ->
                        found.failed(
                                io.keyway.contracts.ProblemCode.UNPAID_LIMIT_REACHED, longAgo()));

        eventually(
                () -> assertThat(issuances.load(issuance.id()).orElseThrow().settled()).isTrue());
        assertThat(quotas.used(grantQuota())).isZero();
        assertThat(market.licenses(market.reseller, "customerId=" + customer)).isEmpty();
    }

    @Test
    void whatTheUnpaidLimitRefusesIsGivenBackByTheSweepToo() {
        Issuance issuance = issuances.start(claiming(11));

        eventually(
                () -> assertThat(issuances.load(issuance.id()).orElseThrow().settled()).isTrue());
        assertThat(Stage.of(issuances.load(issuance.id()).orElseThrow())).isEqualTo(Stage.FAILED);
        assertThat(quotas.used(grantQuota())).isZero();
        assertThat(quotas.used(unpaidQuota())).isZero();
    }

    @Test
    void sweepIssuesALostChunk() {
        Claiming issuance = claiming(5);
        PreparedIssue prepared = issuance.prepared();
        Claiming large =
                new Claiming(
                        issuance.head(),
                        new PreparedIssue(
                                prepared.plan(),
                                prepared.owner(),
                                prepared.productName(),
                                prepared.policyName(),
                                prepared.scheme(),
                                prepared.kid(),
                                2,
                                true));
        // Stored as issuing from the start, so that no chunk was ever sent.
        issuances.start(large.issuing(longAgo()).done(new Chunk(2, 2), longAgo()));

        eventually(
                () -> {
                    Issuance now = issuances.load(issuance.id()).orElseThrow();
                    assertThat(Stage.of(now)).isEqualTo(Stage.COMPLETED);
                    assertThat(now.issued()).isEqualTo(5);
                });
        // The chunk that was marked as done was not made again: its licenses are not there in this
        // test.
        assertThat(market.licenses(market.reseller, "customerId=" + customer)).hasSize(3);
    }

    @Test
    void licenseIssuedToAMovedCustomerBelongsToItsNewPartner() {
        PartnerId siblingId = PartnerId.next();
        List<PartnerId> path = List.of(market.vendorId, market.distributorId, siblingId);
        Issuance preparedBefore = claiming(2);
        market.customer(customer, path);

        issuances.start(preparedBefore);

        eventually(
                () ->
                        assertThat(
                                        market.licenses(
                                                Callers.partner(path.toArray(PartnerId[]::new)),
                                                "customerId=" + customer))
                                .hasSize(2));
        assertThat(market.licenses(market.reseller, "customerId=" + customer)).isEmpty();
    }

    private void assertEndsWith(Issuance issuance, int licenses, long unpaid) {
        eventually(
                () -> assertThat(issuances.load(issuance.id()).orElseThrow().settled()).isTrue());
        assertThat(Stage.of(issuances.load(issuance.id()).orElseThrow()))
                .isEqualTo(Stage.COMPLETED);
        assertThat(market.licenses(market.reseller, "customerId=" + customer)).hasSize(licenses);
        assertThat(quotas.used(grantQuota())).isEqualTo(licenses);
        assertThat(quotas.used(unpaidQuota())).isEqualTo(unpaid);
    }

    private String grantQuota() {
        return "grant:" + market.resellerId + ":" + product;
    }

    private String unpaidQuota() {
        return "unpaid:" + market.resellerId;
    }

    /** Old enough for the sweep. */
    private Claiming claiming(int quantity) {
        IssueRequest request =
                new IssueRequest(
                        null,
                        product,
                        policy,
                        customer,
                        quantity,
                        LicenseClass.PRIMARY,
                        null,
                        IssueRequest.Notes.NONE);
        IssuePlan plan =
                new IssuePlan(
                        catalog.policy(policy)
                                .orElseThrow()
                                .terms(catalog.product(product).orElseThrow(), false),
                        PaymentStatus.PENDING,
                        null,
                        null,
                        List.of(
                                QuotaClaim.ofGrant(market.resellerId, product, quantity, 100),
                                QuotaClaim.ofUnpaid(market.resellerId, quantity, 10)));
        PreparedIssue prepared =
                new PreparedIssue(
                        plan,
                        new License.Owner(market.reseller.path(), customer, "A", "a@example.com"),
                        catalog.product(product).orElseThrow().name(),
                        catalog.policy(policy).orElseThrow().name(),
                        catalog.policy(policy).orElseThrow().scheme(),
                        factory.currentKid(),
                        quantity,
                        false);
        return (Claiming)
                Issuance.requested(
                        IssuanceId.next(), market.reseller.path(), request, prepared, longAgo());
    }

    private static Instant longAgo() {
        return Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
    }
}
