package io.keyway.license.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CatalogEvent.ProductKind;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of issuing, without a store. */
class IssueRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId DISTRIBUTOR = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final List<PartnerId> OF_DISTRIBUTOR = List.of(VENDOR, DISTRIBUTOR);
    private static final List<PartnerId> OF_RESELLER = List.of(VENDOR, DISTRIBUTOR, RESELLER);
    private static final ProductId PRODUCT = ProductId.next();
    private static final PolicyId POLICY = PolicyId.next();
    private static final CustomerId CUSTOMER = CustomerId.next();
    private static final Money PRICE = new Money(10000, "EUR");

    private List<PartnerId> issuer = OF_RESELLER;
    private PartnerType issuerType = PartnerType.RESELLER;
    private CatalogStatus productStatus = CatalogStatus.ACTIVE;
    private CatalogStatus policyStatus = CatalogStatus.ACTIVE;
    private LicenseType policyType = LicenseType.PERPETUAL;
    private Term policyDuration;
    private TrialRule trialRule = TrialRule.ONCE_PER_CUSTOMER;
    private boolean requirePrimary;
    private boolean hasPrimary;
    private boolean customerActive = true;
    private Integer trialDays;
    private Integer trialLimit;
    private OrderState order;
    private Map<LineId, Long> used = Map.of();
    private LicenseType type;
    private LicenseClass licenseClass = LicenseClass.PRIMARY;
    private final Map<PartnerId, GrantsState> grants =
            new HashMap<>(
                    Map.of(
                            DISTRIBUTOR, grants(DISTRIBUTOR, new Grant(PRODUCT, null, null, null)),
                            RESELLER, grants(RESELLER, new Grant(PRODUCT, null, null, null))));

    @Test
    void licensesFromThePortfolioAreUnpaidDebtOfTheReseller() {
        IssuePlan plan = planned(3);

        assertThat(plan.paymentStatus()).isEqualTo(PaymentStatus.PENDING);
        assertThat(plan.price()).isEqualTo(PRICE);
        assertThat(plan.claims()).containsExactly(QuotaClaim.ofUnpaid(RESELLER, 3, 10));
    }

    @Test
    void vendorOwesNothing() {
        issuer = List.of(VENDOR);
        issuerType = PartnerType.VENDOR;

        IssuePlan plan = planned(1000);

        assertThat(plan.paymentStatus()).isEqualTo(PaymentStatus.NOT_DUE);
        assertThat(plan.price()).isNull();
        assertThat(plan.claims()).isEmpty();
    }

    @Test
    void aTrialIsNotOwedAndEndsAfterFourteenDaysOrTheProductsOwnLength() {
        type = LicenseType.TRIAL;

        IssuePlan plan = planned(1);
        assertThat(plan.claims()).containsExactly(QuotaClaim.ofTrial(CUSTOMER, PRODUCT, 1));
        assertThat(plan.paymentStatus()).isEqualTo(PaymentStatus.NOT_DUE);
        assertThat(plan.terms().type()).isEqualTo(LicenseType.TRIAL);
        assertThat(plan.terms().duration()).isEqualTo(Term.ofDays(14));

        trialDays = 30;
        assertThat(planned(1).terms().duration()).isEqualTo(Term.ofDays(30));
    }

    @Test
    void trialCountsAgainstTheMonthlyLimitOfItsIssuer() {
        type = LicenseType.TRIAL;
        trialRule = TrialRule.UNLIMITED;
        trialLimit = 5;
        QuotaClaim inMarch = QuotaClaim.ofTrials(RESELLER, NOW, 2, 5);
        assertThat(inMarch.quota()).isEqualTo("trials:" + RESELLER + ":2026-03");

        assertThat(planned(2).claims()).containsExactly(inMarch);
        type = null;
        assertThat(planned(2).claims()).containsExactly(QuotaClaim.ofUnpaid(RESELLER, 2, 10));
    }

    @Test
    void aTrialPolicyWithItsOwnDurationKeepsIt() {
        policyType = LicenseType.TRIAL;
        policyDuration = Term.ofDays(7);

        assertThat(planned(1).terms().duration()).isEqualTo(Term.ofDays(7));
    }

    @Test
    void claimsCustomerTrialOnlyIfThePolicyAllowsOne() {
        type = LicenseType.TRIAL;
        for (TrialRule rule : List.of(TrialRule.UNLIMITED, TrialRule.ONCE_PER_FINGERPRINT)) {
            trialRule = rule;
            assertThat(planned(5).claims()).as(rule.name()).isEmpty();
        }
    }

    @Test
    void subscriptionEndsAfterThePolicysDurationAndPerpetualNever() {
        assertThat(planned(1).terms().expiryAtIssue(NOW)).isNull();

        policyType = LicenseType.SUBSCRIPTION;
        policyDuration = Term.ofDays(365);
        assertThat(planned(1).terms().expiryAtIssue(NOW)).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void refusesAnotherTypeThanThePolicys() {
        type = LicenseType.SUBSCRIPTION;
        assertThat(decide(1)).isInstanceOf(IssueDecision.Invalid.class);

        type = LicenseType.PERPETUAL;
        planned(1);
    }

    @Test
    void refusesWithdrawnProductsAtOnce() {
        productStatus = CatalogStatus.WITHDRAWN;
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);

        productStatus = CatalogStatus.ACTIVE;
        policyStatus = CatalogStatus.WITHDRAWN;
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);
    }

    @Test
    void refusesPolicyThatAPartnerOnThePathMayNotSell() {
        grants.put(
                RESELLER,
                grants(RESELLER, new Grant(PRODUCT, Set.of(PolicyId.next()), null, null)));
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);

        grants.put(RESELLER, grants(RESELLER, new Grant(PRODUCT, null, null, null)));
        grants.put(DISTRIBUTOR, grants(DISTRIBUTOR));
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);
    }

    @Test
    void aGrantEndsAtItsInstant() {
        grants.put(RESELLER, grants(RESELLER, new Grant(PRODUCT, null, null, NOW)));
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);

        grants.put(RESELLER, grants(RESELLER, new Grant(PRODUCT, null, null, NOW.plusMillis(1))));
        planned(1);
    }

    @Test
    void countsAgainstTheMaximumOfEveryPartnerOnTheWayDown() {
        grants.put(DISTRIBUTOR, grants(DISTRIBUTOR, new Grant(PRODUCT, null, 100L, null)));
        grants.put(RESELLER, grants(RESELLER, new Grant(PRODUCT, null, 20L, null)));

        assertThat(planned(5).claims())
                .containsExactly(
                        QuotaClaim.ofGrant(DISTRIBUTOR, PRODUCT, 5, 100),
                        QuotaClaim.ofGrant(RESELLER, PRODUCT, 5, 20),
                        QuotaClaim.ofUnpaid(RESELLER, 5, 10));
    }

    @Test
    void anAdditionalLicenseNeedsAPrimaryOne() {
        licenseClass = LicenseClass.ADDITIONAL;
        assertThat(refused(1)).isEqualTo(ProblemCode.PRIMARY_LICENSE_REQUIRED);

        hasPrimary = true;
        planned(1);
    }

    @Test
    void policyMayRequireAPrimaryLicense() {
        requirePrimary = true;
        assertThat(refused(1)).isEqualTo(ProblemCode.PRIMARY_LICENSE_REQUIRED);

        hasPrimary = true;
        planned(1);
    }

    @Test
    void refusesACustomerThatIsNotActive() {
        customerActive = false;
        assertThat(refused(1)).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void managerClaimsLineAndOwnMaximumAndOwesNothing() {
        order = order(OrderStatus.PENDING, new ManagerGrant(PRODUCT, Set.of(POLICY), 4L));

        IssuePlan plan = planned(2);

        assertThat(plan.claims())
                .containsExactly(
                        QuotaClaim.ofManager(order.id(), RESELLER, PRODUCT, 2, 4),
                        QuotaClaim.ofLine(order.id(), order.lines().getFirst().id(), 2, 5));
        assertThat(plan.paymentStatus()).isEqualTo(PaymentStatus.NOT_DUE);
        assertThat(plan.lineId()).isEqualTo(order.lines().getFirst().id());
    }

    @Test
    void aManagerNeedsNoGrantOfItsOwnButTheOrdersOwnerDoes() {
        order = order(OrderStatus.PENDING, new ManagerGrant(PRODUCT, null, null));
        grants.remove(RESELLER);
        planned(1);

        grants.remove(DISTRIBUTOR);
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);
    }

    @Test
    void refusesManagersProductsThatAreNotAssigned() {
        order =
                order(
                        OrderStatus.PENDING,
                        new ManagerGrant(PRODUCT, Set.of(PolicyId.next()), null));
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);

        order = order(OrderStatus.PENDING, new ManagerGrant(ProductId.next(), null, null));
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);

        order = order(OrderStatus.PENDING);
        assertThat(refused(1)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);
    }

    @Test
    void theOrdersOwnerDrawsWithoutBeingAssigned() {
        issuer = OF_DISTRIBUTOR;
        issuerType = PartnerType.DISTRIBUTOR;
        order = order(OrderStatus.FULFILLED);

        assertThat(planned(1).claims())
                .containsExactly(
                        QuotaClaim.ofLine(order.id(), order.lines().getFirst().id(), 1, 5));
    }

    @Test
    void drawsOnTheLineThatHasEnoughLeft() {
        issuer = OF_DISTRIBUTOR;
        issuerType = PartnerType.DISTRIBUTOR;
        OrderState one = order(OrderStatus.PENDING);
        Line second = line(5);
        order =
                new OrderState(
                        one.id(),
                        1,
                        DISTRIBUTOR,
                        OF_DISTRIBUTOR,
                        null,
                        Fulfillment.ON_DEMAND,
                        OrderStatus.PENDING,
                        List.of(one.lines().getFirst(), second),
                        List.of(),
                        NOW,
                        null,
                        null);

        used = Map.of(one.lines().getFirst().id(), 3L);
        assertThat(planned(2).lineId()).isEqualTo(one.lines().getFirst().id());
        assertThat(planned(3).lineId()).isEqualTo(second.id());
    }

    @Test
    void refusesAnOrderThatIsNotOpen() {
        for (OrderStatus closed :
                List.of(
                        OrderStatus.DRAFT,
                        OrderStatus.FAILED,
                        OrderStatus.CANCELLED,
                        OrderStatus.RETURNED)) {
            order = order(closed, new ManagerGrant(PRODUCT, null, null));
            assertThat(refused(1)).as(closed.name()).isEqualTo(ProblemCode.CONFLICT);
        }
    }

    private IssuePlan planned(int quantity) {
        IssueDecision decision = decide(quantity);
        assertThat(decision).isInstanceOf(IssueDecision.Planned.class);
        return ((IssueDecision.Planned) decision).plan();
    }

    private ProblemCode refused(int quantity) {
        IssueDecision decision = decide(quantity);
        assertThat(decision).isInstanceOf(IssueDecision.Refused.class);
        return ((IssueDecision.Refused) decision).rule().refusal();
    }

    private IssueDecision decide(int quantity) {
        IssueRequest request =
                new IssueRequest(
                        order == null ? null : order.id(),
                        PRODUCT,
                        POLICY,
                        CUSTOMER,
                        quantity,
                        licenseClass,
                        type,
                        IssueRequest.Notes.NONE);
        return IssueRules.decide(
                request,
                new IssueFacts(
                        NOW,
                        partner(),
                        product(),
                        policy(),
                        customer(),
                        hasPrimary,
                        grants,
                        order,
                        used));
    }

    private OrderState order(OrderStatus status, ManagerGrant... grants) {
        return new OrderState(
                OrderId.next(),
                1,
                DISTRIBUTOR,
                OF_DISTRIBUTOR,
                null,
                Fulfillment.ON_DEMAND,
                status,
                List.of(line(5)),
                grants.length == 0
                        ? List.of()
                        : List.of(new LicenseManager(RESELLER, OF_RESELLER, List.of(grants))),
                NOW,
                null,
                null);
    }

    private static Line line(long quantity) {
        return Line.ordered(
                LineId.next(),
                PRODUCT,
                POLICY,
                quantity,
                PRICE,
                PRICE.times(quantity),
                BigDecimal.ZERO,
                NOW,
                null,
                null);
    }

    private PartnerState partner() {
        return new PartnerState(
                issuer.getLast(),
                issuerType,
                null,
                issuer,
                "Partner",
                PartnerStatus.ACTIVE,
                true,
                Set.of(),
                "EUR",
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                10,
                trialLimit);
    }

    private Product product() {
        return new Product(
                PRODUCT,
                VENDOR,
                "p",
                "v:p",
                "Product",
                ProductKind.PRODUCT,
                null,
                trialDays,
                productStatus,
                NOW,
                NOW);
    }

    private Policy policy() {
        return new Policy(
                POLICY,
                VENDOR,
                PRODUCT,
                "Policy",
                policyType,
                policyDuration,
                ExpiresFrom.ISSUE,
                null,
                null,
                MachineTerms.DEFAULT,
                false,
                null,
                requirePrimary,
                trialRule,
                false,
                UsageAfterEnd.REJECT,
                Set.of(),
                KeyScheme.ED25519,
                PRICE,
                policyStatus,
                NOW,
                NOW);
    }

    private CustomerState customer() {
        return new CustomerState(
                CUSTOMER, RESELLER, OF_RESELLER, "a@example.com", "A", null, customerActive);
    }

    private static GrantsState grants(PartnerId partner, Grant... grants) {
        return new GrantsState(partner, OF_RESELLER, List.of(grants));
    }
}
