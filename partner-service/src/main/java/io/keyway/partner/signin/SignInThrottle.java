package io.keyway.partner.signin;

import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.throttle.Counts;
import io.keyway.partner.throttle.Limit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down. Wrong passwords are counted for the account at the address, for the address
 * over all accounts, and for the account over all addresses. The last pauses briefly, so that
 * nobody locks somebody else out for long; and an address from which the account signed in before
 * answers only for its own guesses, so that there nobody is locked out by others at all.
 *
 * <p>A guess is counted before its password is hashed: any number at once get no more guesses, and
 * what is refused costs no hash. Whether the account exists plays no part.
 */
@Component
class SignInThrottle {

    private final Counts counts;
    private final PartnerProperties.SignIn settings;

    SignInThrottle(Counts counts, PartnerProperties settings) {
        this.counts = counts;
        this.settings = settings.signIn();
    }

    /**
     * Lets the password be compared, or refuses with the time to wait.
     *
     * @param address of the client; where it is not known, all are one
     * @param isRight compares it
     */
    boolean guess(String username, String address, BooleanSupplier isRight) {
        String account = digest(Account.login(username));
        String pair = account + " at " + address;
        SequencedMap<String, Limit> limits = new LinkedHashMap<>();
        if (!counts.isRemembered("known " + pair)) {
            limits.put("address " + address, limit(settings.addressFree(), settings.pauseMax()));
            limits.put(
                    "account " + account,
                    limit(settings.accountFree(), settings.accountPauseMax()));
        }
        limits.put("pair " + pair, limit(settings.pairFree(), settings.pauseMax()));
        Duration wait = counts.takeEach(limits);
        if (!wait.isZero()) {
            throw Refused.tooManyRequests(wait);
        }
        boolean right = false;
        boolean compared = false;
        try {
            right = isRight.getAsBoolean();
            compared = true;
        } finally {
            if (right || !compared) {
                counts.giveBack(limits.keySet());
            }
        }
        if (right) {
            counts.forget("pair " + pair);
            counts.remember("known " + pair, settings.addressKept());
        }
        return right;
    }

    private Limit limit(int free, Duration max) {
        return new Limit.Backoff(free, settings.pauseFirst(), max, settings.failuresKept());
    }

    /** What somebody types is of any length, and may be a password in the wrong field. */
    private static String digest(String login) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(login.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
