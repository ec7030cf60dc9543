package io.keyway.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.gateway.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * The budgets of a second begin anew while a test runs, so tests ask for many more calls than one
 * second or two admit.
 */
class CallLimitsTest {

    private static final PartnerId VENDOR = PartnerId.next();

    private final CallLimits limits =
            new CallLimits(
                    TestSettings.with(
                            Map.of(
                                    "limits.per-address", "10",
                                    "limits.per-credential", "20",
                                    "limits.per-partner", "30",
                                    "limits.at-once-per-partner", "5")));

    private MockHttpServletResponse answer = new MockHttpServletResponse();

    @Test
    void anAddressHasItsCallsPerSecond() {
        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            admitted += limits.admits("192.0.2.1", new MockHttpServletResponse()) ? 1 : 0;
        }
        assertThat(admitted).isBetween(10, 100);
        assertThat(limits.admits("192.0.2.2", answer)).isTrue();
        assertThat(answer.getHeader("RateLimit-Policy")).isEqualTo("\"address\";q=10;w=1");
        assertThat(answer.getHeader("RateLimit")).isEqualTo("\"address\";r=9;t=1");
    }

    @Test
    void aCredentialAndItsPartnerHaveTheirCallsPerSecond() {
        PartnerId partner = PartnerId.next();
        Caller one = staff(partner);
        assertThat(admitted(one, 1000)).isBetween(20, 200);
        Caller other = staff(PartnerId.next());
        assertThat(admit(other)).isTrue();
        assertThat(answer.getHeader("RateLimit-Policy"))
                .isEqualTo("\"credential\";q=20;w=1, \"partner\";q=30;w=1");
        assertThat(answer.getHeader("RateLimit"))
                .isEqualTo("\"credential\";r=19;t=1, \"partner\";r=29;t=1");
    }

    @Test
    void allCredentialsOfAPartnerAndItsCustomersShareItsBudget() {
        PartnerId partner = PartnerId.next();
        int admitted = 0;
        for (int i = 0; i < 500; i++) {
            admitted += admit(staff(partner)) ? 1 : 0;
            admitted += admit(customer(partner)) ? 1 : 0;
        }
        assertThat(admitted).isBetween(30, 300);
    }

    @Test
    void aPartnerHasNoMoreThanItsCallsAtOnce() {
        PartnerId partner = PartnerId.next();
        List<CallLimits.Place> places = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            places.add(limits.admit(staff(partner), answer).orElseThrow());
        }
        assertThat(admit(staff(partner))).isFalse();
        assertThat(admit(staff(PartnerId.next()))).isTrue();
        places.removeFirst().close();
        assertThat(admit(staff(partner))).isTrue();
    }

    @Test
    void theOperatorHasThatOfItsCredential() {
        Caller operator =
                new Caller(
                        AccountId.next(),
                        CredentialId.next(),
                        Role.OPERATOR,
                        null,
                        null,
                        List.of(),
                        Set.of());
        assertThat(admitted(operator, 1000)).isBetween(20, 200);
    }

    private int admitted(Caller caller, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            admitted += admit(caller) ? 1 : 0;
        }
        return admitted;
    }

    private boolean admit(Caller caller) {
        answer = new MockHttpServletResponse();
        Optional<CallLimits.Place> place = limits.admit(caller, answer);
        place.ifPresent(CallLimits.Place::close);
        return place.isPresent();
    }

    private static Caller staff(PartnerId partner) {
        return new Caller(
                AccountId.next(),
                CredentialId.next(),
                Role.PARTNER,
                partner,
                null,
                List.of(VENDOR, partner),
                Set.of());
    }

    private static Caller customer(PartnerId of) {
        return new Caller(
                AccountId.next(),
                CredentialId.next(),
                Role.CUSTOMER,
                null,
                CustomerId.next(),
                List.of(VENDOR, of),
                Set.of());
    }
}
