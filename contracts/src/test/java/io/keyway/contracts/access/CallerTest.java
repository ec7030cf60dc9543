package io.keyway.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {

    private static final AccountId ACCOUNT = AccountId.next();
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId DISTRIBUTOR = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final PartnerId SIBLING = PartnerId.next();
    private static final CustomerId CUSTOMER = CustomerId.next();
    private static final CustomerId OTHER = CustomerId.next();

    @Test
    void theOperatorSeesEverything() {
        assertThat(Caller.operator(ACCOUNT).sees(List.of(VENDOR), null)).isTrue();
        assertThat(Caller.operator(ACCOUNT).sees(List.of(), CUSTOMER)).isTrue();
    }

    @Test
    void partnerSeesItsOwnBranch() {
        Caller caller = partner(DISTRIBUTOR, List.of(VENDOR, DISTRIBUTOR));
        assertThat(caller.sees(List.of(VENDOR, DISTRIBUTOR), null)).isTrue();
        assertThat(caller.sees(List.of(VENDOR, DISTRIBUTOR, RESELLER), CUSTOMER)).isTrue();
    }

    @Test
    void aPartnerSeesNothingAboveOrBesideIt() {
        Caller caller = partner(DISTRIBUTOR, List.of(VENDOR, DISTRIBUTOR));
        assertThat(caller.sees(List.of(VENDOR), null)).isFalse();
        assertThat(caller.sees(List.of(VENDOR, SIBLING), CUSTOMER)).isFalse();
        assertThat(caller.sees(List.of(), null)).isFalse();
    }

    @Test
    void customerSeesOnlyDocumentsWithItsId() {
        Caller caller = customer(CUSTOMER, List.of(VENDOR, RESELLER));
        assertThat(caller.sees(List.of(VENDOR, RESELLER), CUSTOMER)).isTrue();
        assertThat(caller.sees(List.of(SIBLING), CUSTOMER)).isTrue();
        assertThat(caller.sees(List.of(VENDOR, RESELLER), OTHER)).isFalse();
        assertThat(caller.sees(List.of(VENDOR, RESELLER), null)).isFalse();
    }

    @Test
    void anonymousCallersAndTheGatewaySeeNothing() {
        assertThat(Caller.anonymous().sees(List.of(VENDOR), CUSTOMER)).isFalse();
        assertThat(Caller.anonymous().sees(List.of(), null)).isFalse();
        assertThat(Caller.gateway().sees(List.of(VENDOR), CUSTOMER)).isFalse();
        assertThat(Caller.gateway().sees(List.of(), null)).isFalse();
    }

    @Test
    void theVendorIsTheFirstOfThePath() {
        assertThat(partner(RESELLER, List.of(VENDOR, DISTRIBUTOR, RESELLER)).vendorId())
                .isEqualTo(VENDOR);
        assertThat(Caller.operator(ACCOUNT).vendorId()).isNull();
    }

    @Test
    void hasOnlyItsOwnPermissions() {
        Caller caller = partner(VENDOR, List.of(VENDOR));
        assertThat(caller.may(Permission.ISSUE_LICENSES)).isTrue();
        assertThat(caller.may(Permission.CREATE_ORDERS)).isFalse();
    }

    @Test
    void refusesIdsThatDoNotFitTheRole() {
        refuses(null, Role.OPERATOR, null, null, List.of());
        refuses(ACCOUNT, Role.OPERATOR, VENDOR, null, List.of(VENDOR));
        refuses(ACCOUNT, Role.OPERATOR, null, CUSTOMER, List.of());
        refuses(ACCOUNT, Role.OPERATOR, null, null, List.of(VENDOR));
        refuses(null, Role.PARTNER, VENDOR, null, List.of(VENDOR));
        refuses(ACCOUNT, Role.PARTNER, null, null, List.of(VENDOR));
        refuses(ACCOUNT, Role.PARTNER, VENDOR, CUSTOMER, List.of(VENDOR));
        refuses(ACCOUNT, Role.PARTNER, RESELLER, null, List.of(VENDOR));
        refuses(null, Role.CUSTOMER, null, CUSTOMER, List.of(VENDOR));
        refuses(ACCOUNT, Role.CUSTOMER, VENDOR, CUSTOMER, List.of(VENDOR));
        refuses(ACCOUNT, Role.CUSTOMER, null, null, List.of(VENDOR));
        refuses(ACCOUNT, Role.CUSTOMER, null, CUSTOMER, List.of());
        refuses(ACCOUNT, Role.ANONYMOUS, null, null, List.of());
        refuses(null, Role.ANONYMOUS, VENDOR, null, List.of());
        refuses(null, Role.GATEWAY, null, CUSTOMER, List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Caller(
                                        null,
                                        null,
                                        Role.GATEWAY,
                                        null,
                                        null,
                                        List.of(),
                                        Set.of(Permission.READ_AUDIT)));
    }

    private static void refuses(
            AccountId actor,
            Role role,
            PartnerId partner,
            CustomerId customer,
            List<PartnerId> path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Caller(actor, null, role, partner, customer, path, Set.of()));
    }

    private static Caller partner(PartnerId id, List<PartnerId> path) {
        return new Caller(
                ACCOUNT, null, Role.PARTNER, id, null, path, Set.of(Permission.ISSUE_LICENSES));
    }

    private static Caller customer(CustomerId id, List<PartnerId> path) {
        return new Caller(ACCOUNT, null, Role.CUSTOMER, null, id, path, Set.of());
    }
}
