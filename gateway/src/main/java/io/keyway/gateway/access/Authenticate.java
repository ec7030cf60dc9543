package io.keyway.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.id.CredentialId;
import io.keyway.gateway.GatewayProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Decides which identity a credential stands for. The view answers while it is current. For
 * credentials that it does not know, and for all while it is not current, partner-service is asked.
 * The view learns the answer; while the view is not current, the answer is used as long as a
 * current view would be. If partner-service cannot be asked either, the outcome is undecided and
 * the request is refused with 503.
 */
@Component
public class Authenticate {

    private static final Logger LOG = LoggerFactory.getLogger(Authenticate.class);

    public sealed interface Outcome {

        record Authenticated(Identity.Verdict.Allowed allowed) implements Outcome {}

        record Refused() implements Outcome {}

        /** It cannot be decided now: neither the view nor partner-service could answer. */
        record Undecided() implements Outcome {}
    }

    /**
     * An answer of partner-service. It is as old as the question, however long the answer took.
     *
     * @param asOf the events that the view had when it was asked
     */
    private record Answer(Optional<Identity> identity, Instant askedAt, long asOf) {}

    private final AccessView view;
    private final FollowTopics following;
    private final AskPartnerService ask;
    private final CircuitBreaker breaker;
    private final KeysUsed keysUsed;
    private final Semaphore places;
    private final Cache<CredentialId, Answer> answers;
    private final Duration answersKeptFor;
    private final Clock clock;

    Authenticate(
            AccessView view,
            FollowTopics following,
            AskPartnerService ask,
            KeysUsed keysUsed,
            CircuitBreakerRegistry breakers,
            GatewayProperties settings,
            Clock clock) {
        this.view = view;
        this.following = following;
        this.ask = ask;
        this.keysUsed = keysUsed;
        this.breaker = breakers.circuitBreaker("identities");
        this.places = new Semaphore(settings.view().askMax());
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(settings.view().answersMax())
                        .expireAfterWrite(settings.view().answersKeptFor())
                        .build();
        this.answersKeptFor = settings.view().answersKeptFor();
        this.clock = clock;
    }

    public Outcome authenticate(String bearer) {
        Optional<CredentialToken> token = CredentialToken.parse(bearer);
        if (token.isEmpty() || token.get().kind() == CredentialToken.Kind.RT) {
            return new Outcome.Refused();
        }
        Optional<Identity> known =
                following.isFresh() ? view.find(token.get().id()) : Optional.empty();
        return known.isPresent() ? judge(known, token.get()) : ask(token.get());
    }

    private Outcome ask(CredentialToken token) {
        Instant now = clock.instant();
        Answer kept = answers.getIfPresent(token.id());
        if (kept != null && now.isBefore(kept.askedAt().plus(answersKeptFor))) {
            Optional<Identity> identity = kept.identity();
            if (identity.isEmpty() || !view.changedSince(kept.asOf(), identity.get())) {
                return judge(identity, token);
            }
        }
        long asOf = view.asOf();
        if (!places.tryAcquire()) {
            return new Outcome.Undecided();
        }
        try {
            Optional<Identity> answer = breaker.executeSupplier(() -> ask.identity(token.id()));
            answers.put(token.id(), new Answer(answer, now, asOf));
            answer.ifPresent(identity -> view.learn(identity, asOf));
            return judge(answer, token);
        } catch (RestClientException | CallNotPermittedException away) {
            LOG.warn("cannot decide who calls: {}", away.toString());
            return new Outcome.Undecided();
        } finally {
            places.release();
        }
    }

    private Outcome judge(Optional<Identity> identity, CredentialToken token) {
        if (identity.isEmpty()) {
            return new Outcome.Refused();
        }
        return switch (identity.get().judge(token, clock.instant())) {
            case Identity.Verdict.Allowed allowed -> {
                if (token.kind() == CredentialToken.Kind.KEY) {
                    keysUsed.note(token.id());
                }
                yield new Outcome.Authenticated(allowed);
            }
            case Identity.Verdict.Refused refused -> {
                LOG.debug("refused {}: {}", token, refused.reason());
                yield new Outcome.Refused();
            }
        };
    }
}
