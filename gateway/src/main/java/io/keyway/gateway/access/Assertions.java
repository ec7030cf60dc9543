package io.keyway.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.routes.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Signs assertions about callers, each for one service. The same one is sent for some time, because
 * signing and verifying it again would cost more than the rest of a small request.
 */
@Component
public class Assertions {

    private record About(Caller caller, Service service) {}

    private record Signed(String assertion, Instant at) {}

    private final Map<Service, byte[]> keys = new EnumMap<>(Service.class);
    private final Cache<About, Signed> signed;
    private final Duration keptFor;
    private final Clock clock;

    Assertions(GatewayProperties settings, Clock clock) {
        byte[] master = settings.masterKey();
        for (Service service : Service.values()) {
            keys.put(service, ScopeAssertion.serviceKey(master, service.serviceName()));
        }
        this.keptFor = settings.assertions().keptFor();
        this.signed =
                Caffeine.newBuilder()
                        .maximumSize(settings.assertions().max())
                        .expireAfterWrite(keptFor)
                        .build();
        this.clock = clock;
    }

    public String of(Caller caller, Service service) {
        About about = new About(caller, service);
        Instant now = clock.instant();
        Signed known = signed.getIfPresent(about);
        if (known != null && now.isBefore(known.at().plus(keptFor))) {
            return known.assertion();
        }
        String assertion =
                ScopeAssertion.sign(
                        caller,
                        service.serviceName(),
                        Objects.requireNonNull(keys.get(service)),
                        now);
        signed.put(about, new Signed(assertion, now));
        return assertion;
    }
}
