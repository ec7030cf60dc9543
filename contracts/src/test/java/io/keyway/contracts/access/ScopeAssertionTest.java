package io.keyway.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeAssertionTest {

    private static final byte[] MASTER = new byte[32];
    private static final byte[] KEY = ScopeAssertion.serviceKey(MASTER, "order-service");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final Caller CALLER =
            new Caller(
                    AccountId.next(),
                    CredentialId.next(),
                    Role.PARTNER,
                    RESELLER,
                    null,
                    List.of(VENDOR, RESELLER),
                    Set.of(Permission.ISSUE_LICENSES));

    @Test
    void carriesTheWholeCaller() {
        assertThat(verify(ScopeAssertion.sign(CALLER, "order-service", KEY, NOW), NOW))
                .contains(CALLER);
        Caller customer =
                new Caller(
                        AccountId.next(),
                        null,
                        Role.CUSTOMER,
                        null,
                        CustomerId.next(),
                        List.of(VENDOR),
                        Set.of());
        assertThat(verify(ScopeAssertion.sign(customer, "order-service", KEY, NOW), NOW))
                .contains(customer);
        Caller fromOutside = CALLER.from(new Caller.Origin("192.0.2.7", "acme"));
        assertThat(verify(ScopeAssertion.sign(fromOutside, "order-service", KEY, NOW), NOW))
                .contains(fromOutside);
    }

    @Test
    void holdsForSixtySecondsAndNoLonger() {
        String assertion = ScopeAssertion.sign(CALLER, "order-service", KEY, NOW);
        assertThat(verify(assertion, NOW.plusSeconds(59))).isPresent();
        assertThat(verify(assertion, NOW.plusSeconds(60))).isEmpty();
        assertThat(ScopeAssertion.verify(assertion, "order-service", KEY, NOW))
                .contains(new ScopeAssertion.Verified(CALLER, NOW.plusSeconds(60)));
    }

    @Test
    void isRefusedByAnotherService() {
        byte[] other = ScopeAssertion.serviceKey(MASTER, "usage-service");
        String assertion = ScopeAssertion.sign(CALLER, "usage-service", other, NOW);
        assertThat(verify(assertion, NOW)).isEmpty();
        assertThat(verify(ScopeAssertion.sign(CALLER, "usage-service", KEY, NOW), NOW)).isEmpty();
    }

    @Test
    void isRefusedWhenTamperedWithOrUnsigned() {
        String assertion = ScopeAssertion.sign(CALLER, "order-service", KEY, NOW);
        String[] parts = assertion.split("\\.");
        String none =
                java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes());
        assertThat(verify(parts[0] + "." + parts[1].substring(1) + "." + parts[2], NOW)).isEmpty();
        assertThat(verify(none + "." + parts[1] + ".", NOW)).isEmpty();
        assertThat(verify("", NOW)).isEmpty();
        assertThat(verify("a.b.c", NOW)).isEmpty();
    }

    private static java.util.Optional<Caller> verify(String assertion, Instant now) {
        return ScopeAssertion.verify(assertion, "order-service", KEY, now)
                .map(ScopeAssertion.Verified::caller);
    }
}
