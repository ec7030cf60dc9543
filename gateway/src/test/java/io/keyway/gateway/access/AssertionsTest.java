package io.keyway.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.TestSettings;
import io.keyway.gateway.routes.Service;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssertionsTest {

    private static final Caller ONE = Caller.anonymous().from(new Caller.Origin("192.0.2.1", null));
    private static final Caller OTHER =
            Caller.anonymous().from(new Caller.Origin("192.0.2.2", null));

    private final GatewayProperties settings = TestSettings.with(Map.of());
    private final Clock clock = mock(Clock.class);
    private final Assertions assertions = new Assertions(settings, clock);
    private final Instant start = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void theSameIsSentUntilHalfOfItsTimeIsOver() {
        when(clock.instant()).thenReturn(start);
        String first = assertions.of(ONE, Service.ORDER_SERVICE);
        when(clock.instant()).thenReturn(start.plusSeconds(29));
        assertThat(assertions.of(ONE, Service.ORDER_SERVICE)).isSameAs(first);
        when(clock.instant()).thenReturn(start.plusSeconds(30));
        String later = assertions.of(ONE, Service.ORDER_SERVICE);
        assertThat(later).isNotEqualTo(first);
        assertThat(callerOf(later, start.plusSeconds(89))).isEqualTo(ONE);
    }

    @Test
    void eachCallerAndServiceHasItsOwn() {
        when(clock.instant()).thenReturn(start);
        String one = assertions.of(ONE, Service.ORDER_SERVICE);
        assertThat(callerOf(one, start)).isEqualTo(ONE);
        assertThat(callerOf(assertions.of(OTHER, Service.ORDER_SERVICE), start)).isEqualTo(OTHER);
        assertThat(assertions.of(ONE, Service.LICENSE_SERVICE)).isNotEqualTo(one);
    }

    private Caller callerOf(String assertion, Instant now) {
        String service = Service.ORDER_SERVICE.serviceName();
        return ScopeAssertion.verify(
                        assertion,
                        service,
                        ScopeAssertion.serviceKey(settings.masterKey(), service),
                        now)
                .orElseThrow()
                .caller();
    }
}
