package io.keyway.kit.scope;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.kit.KitProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses every request without a valid scope assertion of the gateway. */
public final class ScopeFilter extends OncePerRequestFilter {

    private static final String CALLER = ScopeFilter.class.getName() + ".caller";

    private final VerifiedAssertions assertions;
    private final Clock clock;
    private final Refusal refusal;

    /** Answers a request without a valid assertion. */
    @FunctionalInterface
    public interface Refusal {
        void write(HttpServletResponse response) throws IOException;
    }

    public ScopeFilter(KitProperties settings, Clock clock, Refusal refusal) {
        this.assertions =
                new VerifiedAssertions(
                        settings.service(),
                        key(settings.scopeKey()),
                        settings.http().assertionsMax());
        this.clock = clock;
        this.refusal = refusal;
    }

    private static byte[] key(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("KEYWAY_SCOPE_KEY is not base64", notBase64);
        }
        if (key.length != 32) {
            throw new IllegalArgumentException("KEYWAY_SCOPE_KEY must be 32 bytes in base64");
        }
        return key;
    }

    /** The caller of a request that has passed this filter. */
    public static Caller callerOf(RequestAttributes request) {
        return require(request.getAttribute(CALLER, RequestAttributes.SCOPE_REQUEST));
    }

    /** The caller of a request that has passed this filter. */
    public static Caller callerOf(HttpServletRequest request) {
        return require(request.getAttribute(CALLER));
    }

    private static Caller require(@Nullable Object caller) {
        if (caller instanceof Caller known) {
            return known;
        }
        throw new IllegalStateException("no caller: the request did not pass the scope filter");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String assertion = request.getHeader(ScopeAssertion.HEADER);
        Optional<Caller> caller =
                assertion == null
                        ? Optional.empty()
                        : assertions.callerOf(assertion, clock.instant());
        if (caller.isEmpty()) {
            refusal.write(response);
            return;
        }
        request.setAttribute(CALLER, caller.get());
        try {
            ScopedValue.where(CurrentCaller.CALLER, caller.get())
                    .call(
                            () -> {
                                chain.doFilter(request, response);
                                return null;
                            });
        } catch (ServletException | IOException | RuntimeException asItIs) {
            throw asItIs;
        } catch (Exception e) {
            throw new IllegalStateException("a filter throws nothing else", e);
        }
    }
}
