package io.keyway.gateway.access;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.routes.Service;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Signs assertions about callers, each for one service. */
@Component
public class Assertions {

    private final Map<Service, byte[]> keys = new EnumMap<>(Service.class);
    private final Clock clock;

    Assertions(GatewayProperties settings, Clock clock) {
        byte[] master = settings.masterKey();
        for (Service service : Service.values()) {
            keys.put(service, ScopeAssertion.serviceKey(master, service.serviceName()));
        }
        this.clock = clock;
    }

    public String of(Caller caller, Service service) {
        return ScopeAssertion.sign(
                caller,
                service.serviceName(),
                Objects.requireNonNull(keys.get(service)),
                clock.instant());
    }
}
