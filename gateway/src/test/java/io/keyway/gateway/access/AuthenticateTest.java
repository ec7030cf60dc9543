package io.keyway.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AccountEvent.AccountChanged;
import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.CredentialEvent.CredentialKind;
import io.keyway.contracts.event.CredentialEvent.CredentialRevoked;
import io.keyway.contracts.event.CredentialEvent.CredentialState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.gateway.TestSettings;
import io.keyway.gateway.access.Authenticate.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's account, which has no partners: the view and the answers of partner-service. */
class AuthenticateTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final AccessView view = new AccessView(10);
    private final FollowTopics following = mock(FollowTopics.class);
    private final AskPartnerService ask = mock(AskPartnerService.class);
    private final Clock clock = mock(Clock.class);
    private final Authenticate authenticate =
            new Authenticate(
                    view,
                    following,
                    ask,
                    mock(KeysUsed.class),
                    CircuitBreakerRegistry.ofDefaults(),
                    TestSettings.with(Map.of()),
                    clock);

    private final CredentialToken token =
            CredentialToken.generate(CredentialToken.Kind.AT, CredentialId.next());
    private final AccountState account =
            new AccountState(
                    AccountId.next(), Role.OPERATOR, null, null, true, Set.of(), false, NOW);
    private final Identity identity =
            new Identity(
                    new CredentialState(
                            token.id(),
                            CredentialKind.ACCESS,
                            account.id(),
                            token.hash(),
                            null,
                            NOW,
                            null),
                    account,
                    null,
                    List.of());

    @BeforeEach
    void known() {
        when(clock.instant()).thenReturn(NOW);
        when(following.isFresh()).thenReturn(true);
        when(ask.identity(token.id())).thenReturn(Optional.of(identity));
    }

    @Test
    void aCurrentViewAsksOnce() {
        for (int second = 0; second < 100; second++) {
            when(clock.instant()).thenReturn(NOW.plusSeconds(second));
            assertThat(outcome()).isInstanceOf(Outcome.Authenticated.class);
        }
        verify(ask, times(1)).identity(token.id());
    }

    @Test
    void anAnswerIsUsedForHalfASecondWhileTheViewIsNotCurrent() {
        when(following.isFresh()).thenReturn(false);
        assertThat(outcome()).isInstanceOf(Outcome.Authenticated.class);
        when(ask.identity(token.id())).thenReturn(Optional.empty());
        when(clock.instant()).thenReturn(NOW.plusMillis(499));
        assertThat(outcome()).isInstanceOf(Outcome.Authenticated.class);
        when(clock.instant()).thenReturn(NOW.plusMillis(500));
        assertThat(outcome()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void anEventEndsWhatIsKnownOfItsSubject() {
        for (DomainEvent event :
                List.of(
                        new AccountChanged(account),
                        new CredentialRevoked(identity.credential()))) {
            when(ask.identity(token.id())).thenReturn(Optional.of(identity));
            assertThat(outcome()).isInstanceOf(Outcome.Authenticated.class);
            when(ask.identity(token.id())).thenReturn(Optional.empty());
            publish(event);
            assertThat(outcome()).as(event.key()).isInstanceOf(Outcome.Refused.class);
            Instant later = clock.instant().plusSeconds(1);
            when(clock.instant()).thenReturn(later);
        }
    }

    /** The answer is from before the event, so it must not outlive it. */
    @Test
    void anAnswerIsNotKeptIfAnEventCameWhileItWasAskedFor() {
        when(ask.identity(token.id()))
                .thenAnswer(
                        asked -> {
                            publish(new CredentialRevoked(identity.credential()));
                            return Optional.of(identity);
                        })
                .thenReturn(Optional.empty());
        assertThat(outcome()).isInstanceOf(Outcome.Authenticated.class);
        assertThat(outcome()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whatARecordIsAboutThatCannotBeReadIsAskedForAgain() {
        outcome();
        when(clock.instant()).thenReturn(NOW.plusSeconds(1));
        view.apply(token.id().value(), "{\"type\":\"io.keyway.credential.lost.v9\"}".getBytes());
        outcome();
        verify(ask, times(2)).identity(token.id());
    }

    @Test
    void whatIsKnownIsBounded() {
        for (int i = 0; i < 200; i++) {
            CredentialId id = CredentialId.next();
            when(ask.identity(id))
                    .thenReturn(
                            Optional.of(
                                    new Identity(
                                            new CredentialState(
                                                    id,
                                                    CredentialKind.ACCESS,
                                                    account.id(),
                                                    token.hash(),
                                                    null,
                                                    NOW,
                                                    null),
                                            account,
                                            null,
                                            List.of())));
            authenticate.authenticate(CredentialToken.generate(CredentialToken.Kind.AT, id).text());
        }
        verify(ask, times(200)).identity(any());
        view.compact();
        assertThat(view.size()).isLessThanOrEqualTo(11);
    }

    private Outcome outcome() {
        return authenticate.authenticate(token.text());
    }

    private void publish(DomainEvent event) {
        view.apply(event.key(), ContractJson.mapper().writeValueAsBytes(event));
    }
}
