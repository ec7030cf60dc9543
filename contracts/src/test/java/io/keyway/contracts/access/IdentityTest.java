package io.keyway.contracts.access;

import static io.keyway.contracts.access.Permission.CREATE_ORDERS;
import static io.keyway.contracts.access.Permission.ISSUE_LICENSES;
import static io.keyway.contracts.access.Permission.MANAGE_CUSTOMERS;
import static io.keyway.contracts.access.Permission.READ_USAGE;
import static io.keyway.contracts.access.Permission.REPORT_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.CredentialEvent.CredentialKind;
import io.keyway.contracts.event.CredentialEvent.CredentialState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant ISSUED = NOW.minusSeconds(60);
    private static final AccountId ACCOUNT = AccountId.next();
    private static final CustomerId CUSTOMER = CustomerId.next();
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final CredentialToken TOKEN =
            CredentialToken.generate(Kind.AT, CredentialId.next());

    /** A valid identity of a reseller's account; each test changes one thing. */
    private CredentialState credential = credential(TOKEN, null, NOW.plusSeconds(60));

    private AccountState account =
            partnerAccount(RESELLER, true, Permission.ofReseller(), NOW.minusSeconds(3600));
    private CustomerState customer = null;
    private PartnerState vendor =
            partner(List.of(VENDOR), PartnerStatus.ACTIVE, true, Permission.ofVendor());
    private PartnerState reseller =
            partner(
                    List.of(VENDOR, RESELLER),
                    PartnerStatus.ACTIVE,
                    false,
                    Permission.ofReseller());

    @Test
    void acceptsAValidCredentialAsItsAccount() {
        Verdict.Allowed allowed = allowed();
        assertThat(allowed.caller())
                .isEqualTo(
                        new Caller(
                                ACCOUNT,
                                TOKEN.id(),
                                Role.PARTNER,
                                RESELLER,
                                null,
                                List.of(VENDOR, RESELLER),
                                Permission.ofReseller()));
        assertThat(allowed.mustChangePassword()).isFalse();
    }

    @Test
    void saysThatThePasswordMustBeChanged() {
        account =
                new AccountState(
                        ACCOUNT,
                        Role.PARTNER,
                        RESELLER,
                        null,
                        true,
                        Permission.ofReseller(),
                        true,
                        ISSUED);
        assertThat(allowed().mustChangePassword()).isTrue();
    }

    @Test
    void refusesAnotherSecretOfTheSameId() {
        CredentialToken guessed = CredentialToken.generate(Kind.AT, TOKEN.id());
        assertThat(identity().judge(guessed, NOW)).isEqualTo(new Verdict.Refused("wrong secret"));
    }

    @Test
    void refusesATokenOfAnotherId() {
        CredentialState other = credential(TOKEN, null, null);
        credential =
                new CredentialState(
                        CredentialId.next(),
                        other.kind(),
                        ACCOUNT,
                        other.secretHash(),
                        null,
                        ISSUED,
                        null);
        refuses("wrong secret");
    }

    @Test
    void refusesFromTheInstantThatItExpires() {
        credential = credential(TOKEN, null, NOW.plusNanos(1));
        allowed();
        credential = credential(TOKEN, null, NOW);
        refuses("expired");
        credential = credential(TOKEN, null, NOW.minusNanos(1));
        refuses("expired");
    }

    @Test
    void doesNotExpireWhereNoExpiryIsSet() {
        credential = credential(TOKEN, null, null);
        assertThat(identity().judge(TOKEN, Instant.parse("2999-01-01T00:00:00Z")))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void refusesAnInactiveAccount() {
        account = partnerAccount(RESELLER, false, Permission.ofReseller(), ISSUED);
        refuses("account inactive or its sessions ended");
    }

    @Test
    void refusesTheAccountOfAnotherCredential() {
        account =
                new AccountState(
                        AccountId.next(),
                        Role.PARTNER,
                        RESELLER,
                        null,
                        true,
                        Permission.ofReseller(),
                        false,
                        ISSUED);
        refuses("account inactive or its sessions ended");
    }

    @Test
    void refusesCredentialsIssuedBeforeSessionsWereEnded() {
        account = partnerAccount(RESELLER, true, Permission.ofReseller(), ISSUED);
        allowed();
        account = partnerAccount(RESELLER, true, Permission.ofReseller(), ISSUED.minusNanos(1));
        allowed();
        account = partnerAccount(RESELLER, true, Permission.ofReseller(), ISSUED.plusNanos(1));
        refuses("account inactive or its sessions ended");
    }

    @Test
    void anApiKeyOutlivesTheSessionsThatEnded() {
        credential =
                new CredentialState(
                        TOKEN.id(),
                        CredentialKind.API_KEY,
                        ACCOUNT,
                        TOKEN.hash(),
                        null,
                        ISSUED,
                        null);
        account = partnerAccount(RESELLER, true, Permission.ofReseller(), NOW);
        allowed();
        account = partnerAccount(RESELLER, false, Permission.ofReseller(), NOW);
        refuses("account inactive or its sessions ended");
    }

    @Test
    void refusesAPathThatDoesNotEndAtTheAccountsPartner() {
        account = partnerAccount(PartnerId.next(), true, Permission.ofReseller(), ISSUED);
        refuses("the path is not the account's");
        account = partnerAccount(VENDOR, true, Permission.ofReseller(), ISSUED);
        refuses("the path is not the account's");
        account = partnerAccount(null, true, Permission.ofReseller(), ISSUED);
        refuses("the path is not the account's");
        account = partnerAccount(RESELLER, true, Permission.ofReseller(), ISSUED);
        assertThat(new Identity(credential, account, null, List.of()).judge(TOKEN, NOW))
                .isEqualTo(new Verdict.Refused("the path is not the account's"));
    }

    @Test
    void refusesACustomerThatIsNotTheAccountsOwn() {
        beCustomer(true);
        CustomerState own = customer;
        customer =
                new CustomerState(
                        CustomerId.next(), RESELLER, own.path(), own.email(), "Eve", null, true);
        refuses("the path is not the account's");
        customer =
                new CustomerState(
                        CUSTOMER, VENDOR, List.of(VENDOR), own.email(), own.name(), null, true);
        refuses("the path is not the account's");
    }

    @Test
    void refusesRolesThatHaveNoAccounts() {
        for (Role role : List.of(Role.ANONYMOUS, Role.GATEWAY, Role.OPERATOR)) {
            account =
                    new AccountState(ACCOUNT, role, RESELLER, null, true, Set.of(), false, ISSUED);
            refuses("the path is not the account's");
        }
    }

    @Test
    void refusesWhileAnyPartnerOnThePathIsInactive() {
        vendor = partner(List.of(VENDOR), PartnerStatus.INACTIVE, true, Permission.ofVendor());
        refuses("a partner on the path is inactive");
        vendor = partner(List.of(VENDOR), PartnerStatus.ACTIVE, true, Permission.ofVendor());
        allowed();
        reseller =
                partner(
                        List.of(VENDOR, RESELLER),
                        PartnerStatus.INACTIVE,
                        true,
                        Permission.ofReseller());
        refuses("a partner on the path is inactive");
    }

    @Test
    void refusesPartnersWhileTheVendorsPortalIsOff() {
        vendor = partner(List.of(VENDOR), PartnerStatus.ACTIVE, false, Permission.ofVendor());
        refuses("the vendor's partner portal is off");
    }

    @Test
    void letsTheVendorInWhileItsPortalIsOff() {
        vendor = partner(List.of(VENDOR), PartnerStatus.ACTIVE, false, Permission.ofVendor());
        account = partnerAccount(VENDOR, true, Permission.ofVendor(), ISSUED);
        assertThat(new Identity(credential, account, null, List.of(vendor)).judge(TOKEN, NOW))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void letsACustomerInWithoutPermissionsWhetherThePortalIsOnOrOff() {
        beCustomer(true);
        assertThat(allowed().caller())
                .isEqualTo(
                        new Caller(
                                ACCOUNT,
                                TOKEN.id(),
                                Role.CUSTOMER,
                                null,
                                CUSTOMER,
                                List.of(VENDOR, RESELLER),
                                Set.of()));
        vendor = partner(List.of(VENDOR), PartnerStatus.ACTIVE, false, Permission.ofVendor());
        allowed();
    }

    @Test
    void refusesACustomerThatIsInactiveOrNotThere() {
        beCustomer(false);
        refuses("customer inactive");
        customer = null;
        refuses("customer inactive");
    }

    @Test
    void refusesTheCustomersOfAnInactivePartner() {
        beCustomer(true);
        reseller =
                partner(
                        List.of(VENDOR, RESELLER),
                        PartnerStatus.INACTIVE,
                        true,
                        Permission.ofReseller());
        refuses("a partner on the path is inactive");
    }

    @Test
    void letsTheOperatorInWithoutPartners() {
        account =
                new AccountState(
                        ACCOUNT,
                        Role.OPERATOR,
                        null,
                        null,
                        true,
                        Permission.ofVendor(),
                        false,
                        ISSUED);
        Verdict verdict = new Identity(credential, account, null, List.of()).judge(TOKEN, NOW);
        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Allowed(
                                new Caller(
                                        ACCOUNT,
                                        TOKEN.id(),
                                        Role.OPERATOR,
                                        null,
                                        null,
                                        List.of(),
                                        Permission.ofVendor()),
                                false));
    }

    @Test
    void permissionsAreThoseThatAccountCredentialAndEveryPartnerOnThePathHave() {
        account =
                partnerAccount(
                        RESELLER,
                        true,
                        Set.of(MANAGE_CUSTOMERS, ISSUE_LICENSES, REPORT_USAGE, READ_USAGE),
                        ISSUED);
        credential =
                credential(
                        TOKEN,
                        Set.of(CREATE_ORDERS, ISSUE_LICENSES, REPORT_USAGE, READ_USAGE),
                        null);
        vendor =
                partner(
                        List.of(VENDOR),
                        PartnerStatus.ACTIVE,
                        true,
                        Set.of(CREATE_ORDERS, MANAGE_CUSTOMERS, REPORT_USAGE, READ_USAGE));
        reseller =
                partner(
                        List.of(VENDOR, RESELLER),
                        PartnerStatus.ACTIVE,
                        true,
                        Set.of(CREATE_ORDERS, MANAGE_CUSTOMERS, ISSUE_LICENSES, READ_USAGE));
        assertThat(allowed().caller().permissions()).containsExactly(READ_USAGE);
    }

    @Test
    void anAccountWithoutPermissionsMayNothing() {
        account = partnerAccount(RESELLER, true, Set.of(), ISSUED);
        assertThat(allowed().caller().permissions()).isEmpty();
    }

    @Test
    void aCredentialLimitedToNothingMayNothing() {
        credential = credential(TOKEN, Set.of(), null);
        assertThat(allowed().caller().permissions()).isEmpty();
    }

    private void beCustomer(boolean active) {
        account =
                new AccountState(
                        ACCOUNT,
                        Role.CUSTOMER,
                        null,
                        CUSTOMER,
                        true,
                        Permission.ofVendor(),
                        false,
                        ISSUED);
        customer =
                new CustomerState(
                        CUSTOMER,
                        RESELLER,
                        List.of(VENDOR, RESELLER),
                        "ada@example.com",
                        "Ada Byron",
                        null,
                        active);
    }

    private Identity identity() {
        return new Identity(credential, account, customer, List.of(vendor, reseller));
    }

    private Verdict.Allowed allowed() {
        Verdict verdict = identity().judge(TOKEN, NOW);
        assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
        return (Verdict.Allowed) verdict;
    }

    private void refuses(String reason) {
        assertThat(identity().judge(TOKEN, NOW)).isEqualTo(new Verdict.Refused(reason));
    }

    private static CredentialState credential(
            CredentialToken token, Set<Permission> permissions, Instant expiresAt) {
        return new CredentialState(
                token.id(),
                CredentialKind.ACCESS,
                ACCOUNT,
                token.hash(),
                permissions,
                ISSUED,
                expiresAt);
    }

    private static AccountState partnerAccount(
            PartnerId partner,
            boolean active,
            Set<Permission> permissions,
            Instant sessionsValidFrom) {
        return new AccountState(
                ACCOUNT,
                Role.PARTNER,
                partner,
                null,
                active,
                permissions,
                false,
                sessionsValidFrom);
    }

    private static PartnerState partner(
            List<PartnerId> path,
            PartnerStatus status,
            boolean portalEnabled,
            Set<Permission> permissions) {
        return new PartnerState(
                path.getLast(),
                path.size() == 1 ? PartnerType.VENDOR : PartnerType.RESELLER,
                null,
                path,
                "Acme",
                status,
                portalEnabled,
                permissions,
                "EUR",
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                10,
                null);
    }
}
