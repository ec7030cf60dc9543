package io.keyway.kit.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductKind;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.test.Callers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that are checked first in every service, without a store and a clock. */
class CommonRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId DISTRIBUTOR = PartnerId.next();
    private static final PartnerId MIDDLE = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final List<PartnerId> PATH = List.of(VENDOR, DISTRIBUTOR, MIDDLE, RESELLER);
    private static final ProductId PRODUCT = ProductId.next();
    private static final PolicyId POLICY = PolicyId.next();

    private final Map<PartnerId, PartnerStatus> status = new HashMap<>();
    private final Map<PartnerId, Set<Permission>> permissions = new HashMap<>();
    private final Map<PartnerId, GrantsState> grants = new HashMap<>();
    private boolean portal = true;
    private CatalogStatus product = CatalogStatus.ACTIVE;
    private CatalogStatus policy = CatalogStatus.ACTIVE;

    @Test
    void anActionIsForSomeRolesOnly() {
        CustomerId self = CustomerId.next();
        Subject customer = Subject.self(Callers.customer(self, VENDOR), path(VENDOR));
        Subject operator = Subject.self(Callers.operator(), List.of());
        assertThat(rule(operator, AccessAction.ISSUE)).isEqualTo(AccessRule.ROLE);
        assertThat(rule(operator, AccessAction.ORDER)).isEqualTo(AccessRule.ROLE);
        assertThat(rule(operator, AccessAction.REVOKE)).isEqualTo(AccessRule.ROLE);
        assertThat(rule(operator, AccessAction.MANAGE_PARTNER)).isEqualTo(AccessRule.ALLOWED);
        assertThat(rule(operator, AccessAction.ACTIVATE_MACHINE)).isEqualTo(AccessRule.ALLOWED);
        assertThat(rule(customer, AccessAction.CHECK_OUT)).isEqualTo(AccessRule.ALLOWED);
        assertThat(rule(customer, AccessAction.CHECK_OUT_WITHOUT_END))
                .isEqualTo(AccessRule.ALLOWED);
        assertThat(rule(customer, AccessAction.ACTIVATE_MACHINE)).isEqualTo(AccessRule.ALLOWED);
        assertThat(rule(customer, AccessAction.TRANSFER)).isEqualTo(AccessRule.ROLE);
        assertThat(sees(customer, LicenseId.next().value())).isEqualTo(AccessRule.ALLOWED);
        assertThat(sees(customer, self.value())).isEqualTo(AccessRule.ALLOWED);
        assertThat(sees(customer, POLICY.value())).isEqualTo(AccessRule.ROLE);
        assertThat(
                        CommonRules.general(
                                Subject.self(Caller.anonymous(), List.of()),
                                question(AccessAction.SEE)))
                .map(Finding::rule)
                .contains(AccessRule.ROLE);
    }

    @Test
    void aPartnerThatIsSwitchedOffRefusesEverythingBelowIt() {
        status.put(MIDDLE, PartnerStatus.INACTIVE);
        assertThat(rule(self(), AccessAction.SEE)).isEqualTo(AccessRule.PARTNER_INACTIVE);
        status.put(MIDDLE, PartnerStatus.ACTIVE);
        assertThat(rule(self(), AccessAction.SEE)).isEqualTo(AccessRule.ALLOWED);
    }

    @Test
    void theVendorsPartnersNeedItsPortalAndTheVendorDoesNot() {
        portal = false;
        assertThat(rule(self(), AccessAction.SEE)).isEqualTo(AccessRule.PORTAL_OFF);
        Subject vendor = Subject.self(Callers.partner(VENDOR), path(VENDOR));
        assertThat(rule(vendor, AccessAction.SEE)).isEqualTo(AccessRule.ALLOWED);
    }

    @Test
    void everyPartnerOnThePathNeedsThePermissionAndThenTheAccount() {
        permissions.put(MIDDLE, Set.of());
        assertThat(rule(self(), AccessAction.ISSUE))
                .isEqualTo(AccessRule.PARTNER_PERMISSION_MISSING);
        assertThat(rule(self(), AccessAction.CHECK_OUT)).isEqualTo(AccessRule.ALLOWED);
        permissions.clear();
        Caller limited = Callers.partner(Permission.ofReadOnly(), PATH.toArray(PartnerId[]::new));
        assertThat(rule(Subject.self(limited, path()), AccessAction.ISSUE))
                .isEqualTo(AccessRule.ACCOUNT_PERMISSION_MISSING);
        // A question in a partner's place is about that partner, not about the asker's account.
        Caller above = Callers.partner(Permission.ofReadOnly(), VENDOR, DISTRIBUTOR);
        assertThat(rule(inPlace(above), AccessAction.ISSUE)).isEqualTo(AccessRule.ALLOWED);
    }

    @Test
    void onlyPartnersThatTheAskerMayKnowAreNamed() {
        status.put(DISTRIBUTOR, PartnerStatus.INACTIVE);
        assertThat(reason(self())).startsWith("A partner above is switched off");
        assertThat(reason(inPlace(Callers.partner(VENDOR)))).startsWith("Distributor is");
        assertThat(reason(inPlace(Callers.partner(VENDOR, DISTRIBUTOR)))).startsWith("Distributor");
        // A partner gets the name of its parent, a customer that of its partner, and of no other
        // one above.
        status.put(DISTRIBUTOR, PartnerStatus.ACTIVE);
        status.put(MIDDLE, PartnerStatus.INACTIVE);
        assertThat(reason(self())).startsWith("Middle is switched off");
        Caller customer = Callers.customer(CustomerId.next(), PATH.toArray(PartnerId[]::new));
        assertThat(reason(Subject.self(customer, path()))).startsWith("A partner above");
        status.put(MIDDLE, PartnerStatus.ACTIVE);
        status.put(RESELLER, PartnerStatus.INACTIVE);
        assertThat(reason(Subject.self(customer, path()))).startsWith("Reseller is");
    }

    @Test
    void partnersAboveTheAskerAreNotNamedWithCounts() {
        assertThat(self().nameOfCounted(MIDDLE)).isEmpty();
        assertThat(self().nameOfCounted(RESELLER)).contains("Reseller");
        assertThat(inPlace(Callers.partner(VENDOR, DISTRIBUTOR)).nameOfCounted(MIDDLE))
                .contains("Middle");
    }

    @Test
    void aForeignCustomerIsAMissingOneAndAnInactiveOneBuysNothing() {
        CustomerState own = customer(true, PATH);
        CustomerState inactive = customer(false, PATH);
        CustomerState foreign = customer(true, List.of(VENDOR, DISTRIBUTOR, PartnerId.next()));
        assertThat(customer(AccessAction.ISSUE, Optional.of(own))).isEmpty();
        assertThat(customer(AccessAction.ISSUE, Optional.of(inactive)))
                .map(Finding::rule)
                .contains(AccessRule.CUSTOMER_INACTIVE);
        assertThat(customer(AccessAction.MANAGE_CUSTOMER, Optional.of(inactive))).isEmpty();
        assertThat(customer(AccessAction.ISSUE, Optional.of(foreign)))
                .isEqualTo(customer(AccessAction.ISSUE, Optional.empty()))
                .map(Finding::rule)
                .contains(AccessRule.NOT_FOUND);
    }

    @Test
    void questionInAPartnersPlaceShowsOnlyWhatBothSee() {
        Subject subject = inPlace(Callers.partner(VENDOR, DISTRIBUTOR));
        assertThat(subject.sees(PATH, null)).isTrue();
        assertThat(subject.sees(List.of(VENDOR, DISTRIBUTOR, MIDDLE), null)).isFalse();
        Subject strange =
                Subject.inPlaceOf(path().getLast(), Callers.partner(PartnerId.next()), path());
        assertThat(strange.sees(PATH, null)).isFalse();
        assertThat(strange.knowsCatalogOf(VENDOR)).isFalse();
    }

    @Test
    void everyPartnerOnTheWayDownMustHaveBeenGrantedIt() {
        Grant all = new Grant(PRODUCT, null, null, null);
        assertThat(policyRule(AccessAction.ISSUE)).isEqualTo(AccessRule.PRODUCT_NOT_GRANTED);
        grant(DISTRIBUTOR, all);
        grant(MIDDLE, new Grant(PRODUCT, Set.of(PolicyId.next()), null, null));
        grant(RESELLER, all);
        assertThat(policyRule(AccessAction.ISSUE)).isEqualTo(AccessRule.POLICY_NOT_GRANTED);
        grant(MIDDLE, new Grant(PRODUCT, null, null, NOW));
        assertThat(policyRule(AccessAction.ISSUE)).isEqualTo(AccessRule.GRANT_EXPIRED);
        grant(MIDDLE, new Grant(PRODUCT, null, null, NOW.plusMillis(1)));
        assertThat(policyRule(AccessAction.ISSUE)).isEqualTo(AccessRule.ALLOWED);
    }

    @Test
    void withdrawnPoliciesAreNotSoldAndVisibleOnlyToTheVendor() {
        Grant all = new Grant(PRODUCT, null, null, null);
        List.of(DISTRIBUTOR, MIDDLE, RESELLER).forEach(id -> grant(id, all));
        policy = CatalogStatus.WITHDRAWN;
        assertThat(policyRule(AccessAction.ORDER)).isEqualTo(AccessRule.POLICY_WITHDRAWN);
        product = CatalogStatus.WITHDRAWN;
        assertThat(policyRule(AccessAction.ORDER)).isEqualTo(AccessRule.PRODUCT_WITHDRAWN);
        assertThat(policyRule(AccessAction.SEE)).isEqualTo(AccessRule.PRODUCT_WITHDRAWN);
        Subject vendor = Subject.self(Callers.partner(VENDOR), path(VENDOR));
        assertThat(policyRule(vendor, AccessAction.SEE)).isEqualTo(AccessRule.ALLOWED);
        assertThat(policyRule(vendor, AccessAction.ISSUE)).isEqualTo(AccessRule.PRODUCT_WITHDRAWN);
    }

    @Test
    void reportsTheRefusalClosestToAllowed() {
        Optional<Finding> early = Finding.of(AccessRule.PRODUCT_NOT_GRANTED, "early");
        Optional<Finding> late = Finding.of(AccessRule.GRANT_USED_UP, "late");
        assertThat(Finding.ofAny(Stream.of(early, late))).isEqualTo(late);
        assertThat(Finding.ofAny(Stream.of(late, early))).isEqualTo(late);
        assertThat(Finding.ofAny(Stream.of(late, Optional.empty(), early))).isEmpty();
        assertThat(Finding.ofAny(Stream.of())).isEqualTo(Finding.notFound());
    }

    @Test
    void aPolicyOutsideThePortfolioIsNotFoundWhenSeenOrGranted() {
        Finding finding = new Finding(AccessRule.PRODUCT_NOT_GRANTED, "");
        assertThat(finding.code(AccessAction.ISSUE)).isEqualTo(ProblemCode.NOT_IN_PORTFOLIO);
        assertThat(finding.code(AccessAction.SEE)).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(finding.code(AccessAction.GRANT)).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(Finding.ALLOWED.code(AccessAction.SEE)).isNull();
    }

    private Optional<Finding> customer(AccessAction action, Optional<CustomerState> customer) {
        return CommonRules.customer(self(), action, customer);
    }

    private AccessRule policyRule(AccessAction action) {
        return policyRule(self(), action);
    }

    private AccessRule policyRule(Subject subject, AccessAction action) {
        return CommonRules.policy(
                        subject,
                        action,
                        new ProductState(
                                PRODUCT, VENDOR, "cad", "CAD", ProductKind.PRODUCT, product),
                        new PolicyState(
                                POLICY,
                                VENDOR,
                                PRODUCT,
                                "p",
                                LicenseType.PERPETUAL,
                                null,
                                new Money(100, "EUR"),
                                policy),
                        new Portfolio(subject.ids(), grants),
                        NOW)
                .map(Finding::rule)
                .orElse(AccessRule.ALLOWED);
    }

    private void grant(PartnerId partner, Grant grant) {
        grants.put(partner, new GrantsState(partner, PATH, List.of(grant)));
    }

    private static AccessRule rule(Subject subject, AccessAction action) {
        return CommonRules.general(subject, question(action))
                .map(Finding::rule)
                .orElse(AccessRule.ALLOWED);
    }

    private static AccessRule sees(Subject subject, String resource) {
        return CommonRules.general(
                        subject,
                        AccessQuestion.of(AccessAction.SEE, resource, null, null, null, null))
                .map(Finding::rule)
                .orElse(AccessRule.ALLOWED);
    }

    private static String reason(Subject subject) {
        return CommonRules.general(subject, question(AccessAction.SEE)).orElseThrow().reason();
    }

    private static AccessQuestion question(AccessAction action) {
        return AccessQuestion.of(action, null, null, null, null, null);
    }

    private Subject self() {
        return Subject.self(Callers.partner(PATH.toArray(PartnerId[]::new)), path());
    }

    private Subject inPlace(Caller asker) {
        return Subject.inPlaceOf(path().getLast(), asker, path());
    }

    private List<PartnerState> path() {
        return path(PATH.toArray(PartnerId[]::new));
    }

    private List<PartnerState> path(PartnerId... ids) {
        List<PartnerId> path = List.of(ids);
        return path.stream().map(id -> partner(id, path.subList(0, path.indexOf(id) + 1))).toList();
    }

    private PartnerState partner(PartnerId id, List<PartnerId> path) {
        String name =
                Map.of(VENDOR, "Vendor", DISTRIBUTOR, "Distributor", MIDDLE, "Middle")
                        .getOrDefault(id, "Reseller");
        return new PartnerState(
                id,
                path.size() == 1 ? PartnerType.VENDOR : PartnerType.DISTRIBUTOR,
                null,
                path,
                name,
                status.getOrDefault(id, PartnerStatus.ACTIVE),
                portal,
                permissions.getOrDefault(id, Permission.ofVendor()),
                "EUR",
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                10,
                null);
    }

    private static CustomerState customer(boolean active, List<PartnerId> path) {
        return new CustomerState(
                CustomerId.next(), path.getLast(), path, "a@example.com", "A", null, active);
    }
}
