package io.keyway.partner.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.Id;
import io.keyway.kit.http.Refused;
import io.keyway.kit.test.KeywayTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

/** Three wrong passwords are free for a pair, six for an address, five for an account. */
@KeywayTest
@ActiveProfiles("test")
@TestPropertySource(
        properties = {
            "keyway.partner.sign-in.pair-free=3",
            "keyway.partner.sign-in.address-free=6",
            "keyway.partner.sign-in.account-free=5",
            "keyway.partner.sign-in.pause-first=4s",
            "keyway.partner.sign-in.pause-max=1h",
            "keyway.partner.sign-in.account-pause-max=3s"
        })
class SignInThrottleTest {

    @Autowired private SignInThrottle throttle;

    private final AtomicInteger compared = new AtomicInteger();

    @Test
    void afterTheFreeOnesNoPasswordIsComparedUntilThePauseIsOver() {
        String user = unique();
        String here = unique();
        wrong(3, user, here);
        assertThat(waitOf(user, here)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(4));
        assertThat(compared).hasValue(3);
        wrong(1, user, "elsewhere " + here);
        wrong(1, unique(), here);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreException(Refused.class)
                .until(() -> throttle.guess(user, here, () -> true));
    }

    @Test
    void theRightPasswordForgetsTheWrongOnes() {
        String user = unique();
        String here = unique();
        wrong(2, user, here);
        assertThat(throttle.guess(user, here, () -> true)).isTrue();
        wrong(3, user, here);
        waitOf(user, here);
    }

    @Test
    void anAccountIsTheSameHoweverItIsTyped() {
        String user = unique();
        String here = unique();
        wrong(1, user, here);
        wrong(1, user.toUpperCase(java.util.Locale.ROOT), here);
        wrong(1, " " + user, here);
        waitOf(user, here);
    }

    @Test
    void anAddressGuessesAtFewAccountsButThoseThatSignedInThereStillMay() {
        String here = unique();
        String regular = unique();
        assertThat(throttle.guess(regular, here, () -> true)).isTrue();
        for (int i = 0; i < 6; i++) {
            wrong(1, unique(), here);
        }
        waitOf(unique(), here);
        assertThat(throttle.guess(regular, here, () -> true)).isTrue();
        wrong(1, unique(), unique());
    }

    @Test
    void guessesFromManyAddressesDoNotLockOutKnownAddresses() {
        String user = unique();
        String home = unique();
        assertThat(throttle.guess(user, home, () -> true)).isTrue();
        for (int i = 0; i < 5; i++) {
            wrong(1, user, unique());
        }
        for (int i = 0; i < 3; i++) {
            assertThat(waitOf(user, unique())).isLessThanOrEqualTo(Duration.ofSeconds(3));
        }
        assertThat(throttle.guess(user, home, () -> true)).isTrue();
    }

    @Test
    void guessesAtOnceAreNoMoreGuesses() throws Exception {
        String user = unique();
        String here = unique();
        List<Callable<Boolean>> guesses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            guesses.add(
                    () ->
                            throttle.guess(
                                    user,
                                    here,
                                    () -> {
                                        compared.incrementAndGet();
                                        return false;
                                    }));
        }
        try (ExecutorService all = Executors.newFixedThreadPool(40)) {
            all.invokeAll(guesses);
        }
        assertThat(compared).hasValueBetween(1, 3);
    }

    @Test
    void uncomparedPasswordsDoNotCount() {
        String user = unique();
        String here = unique();
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(
                            () ->
                                    throttle.guess(
                                            user,
                                            here,
                                            () -> {
                                                throw new Refused(ProblemCode.TOO_MANY_REQUESTS);
                                            }))
                    .isInstanceOf(Refused.class);
        }
        wrong(3, user, here);
    }

    @Test
    void callersWithoutAddressShareOneLimit() {
        String user = unique();
        wrong(3, user, "");
        waitOf(user, "");
    }

    private void wrong(int times, String user, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(
                            throttle.guess(
                                    user,
                                    address,
                                    () -> {
                                        compared.incrementAndGet();
                                        return false;
                                    }))
                    .isFalse();
        }
    }

    private Duration waitOf(String user, String address) {
        Duration[] wait = new Duration[1];
        assertThatThrownBy(
                        () ->
                                throttle.guess(
                                        user,
                                        address,
                                        () -> {
                                            throw new IllegalStateException("compared");
                                        }))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.problem().code())
                                    .isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
                            wait[0] = refused.problem().retryAfter();
                        });
        return wait[0];
    }

    private static String unique() {
        return "u" + Id.unique();
    }
}
