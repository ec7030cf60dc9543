package io.keyway.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.keyway.contracts.access.Caller;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.limits.Budgets.Taken;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Admits a call if its session or API key, its partner, or for a call with neither its address has
 * not used up its calls of this second, and its partner has not too many at once. The answer says
 * what is left in the headers {@code RateLimit} and {@code RateLimit-Policy}, so that a client can
 * slow down before it is refused.
 */
@Component
public final class CallLimits {

    private static final String POLICY = "RateLimit-Policy";
    private static final String LEFT = "RateLimit";

    private final Budgets addresses;
    private final Budgets credentials;
    private final Budgets partners;
    private final Cache<String, Bulkhead> atOnce;
    private final BulkheadConfig places;

    CallLimits(GatewayProperties settings) {
        GatewayProperties.CallLimits limits = settings.limits();
        this.addresses = new Budgets("address", limits.perAddress(), limits.callersMax());
        this.credentials = new Budgets("credential", limits.perCredential(), limits.callersMax());
        this.partners = new Budgets("partner", limits.perPartner(), limits.callersMax());
        this.atOnce =
                Caffeine.newBuilder()
                        .maximumSize(limits.callersMax())
                        .expireAfterAccess(Duration.ofMinutes(10))
                        .build();
        this.places =
                BulkheadConfig.custom()
                        .maxConcurrentCalls(limits.atOncePerPartner())
                        .maxWaitDuration(Duration.ZERO)
                        .build();
    }

    /** An admitted call, until it is answered. */
    public interface Place extends AutoCloseable {

        @Override
        void close();
    }

    /** A call without a valid session or API key. */
    public boolean admits(String address, HttpServletResponse response) {
        Taken taken = addresses.take(address);
        tell(response, List.of(taken));
        return taken.taken();
    }

    /** A call of somebody who is known. Customers share the budget of their partner. */
    public Optional<Place> admit(Caller caller, HttpServletResponse response) {
        List<Taken> taken = new ArrayList<>(2);
        if (caller.credentialId() != null) {
            taken.add(credentials.take(caller.credentialId().value()));
        }
        String partner = caller.path().isEmpty() ? null : caller.path().getLast().value();
        if (partner != null) {
            taken.add(partners.take(partner));
        }
        tell(response, taken);
        if (!taken.stream().allMatch(Taken::taken)) {
            return Optional.empty();
        }
        if (partner == null) {
            return Optional.of(() -> {});
        }
        Bulkhead bulkhead = atOnce.get(partner, any -> Bulkhead.of("partner", places));
        return bulkhead.tryAcquirePermission()
                ? Optional.of(bulkhead::onComplete)
                : Optional.empty();
    }

    private static void tell(HttpServletResponse response, List<Taken> taken) {
        response.setHeader(
                POLICY,
                taken.stream()
                        .map(one -> "\"" + one.name() + "\";q=" + one.perSecond() + ";w=1")
                        .collect(Collectors.joining(", ")));
        response.setHeader(
                LEFT,
                taken.stream()
                        .map(one -> "\"" + one.name() + "\";r=" + one.left() + ";t=1")
                        .collect(Collectors.joining(", ")));
    }
}
