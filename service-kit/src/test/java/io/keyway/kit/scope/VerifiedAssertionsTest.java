package io.keyway.kit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerifiedAssertionsTest {

    private static final byte[] KEY = new byte[32];
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Caller CALLER = Caller.anonymous();

    private final VerifiedAssertions assertions = new VerifiedAssertions("notes-service", KEY, 10);
    private final String genuine = ScopeAssertion.sign(CALLER, "notes-service", KEY, NOW);

    @Test
    void aGenuineOneIsRecognizedUntilItExpires() {
        for (int i = 0; i < 2; i++) {
            assertThat(assertions.callerOf(genuine, NOW)).contains(CALLER);
        }
        assertThat(assertions.callerOf(genuine, NOW.plusSeconds(59))).contains(CALLER);
        assertThat(assertions.callerOf(genuine, NOW.plusSeconds(60))).isEmpty();
        assertThat(assertions.callerOf(genuine, NOW.plusSeconds(61))).isEmpty();
    }

    @Test
    void aWrongOneIsRefusedEachTime() {
        assertThat(assertions.callerOf(genuine, NOW)).contains(CALLER);
        String forged = genuine.substring(0, genuine.lastIndexOf('.')) + ".AAAA";
        String forAnother = ScopeAssertion.sign(CALLER, "order-service", KEY, NOW);
        for (int i = 0; i < 2; i++) {
            assertThat(assertions.callerOf(forged, NOW)).isEmpty();
            assertThat(assertions.callerOf(forAnother, NOW)).isEmpty();
        }
    }
}
