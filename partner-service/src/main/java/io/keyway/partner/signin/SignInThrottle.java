package io.keyway.partner.signin;

import io.keyway.contracts.Sha256;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.throttle.Counts;
import io.keyway.partner.throttle.Limit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Throttles password guessing. Wrong passwords are counted for the account at the IP address, for
 * the address over all accounts, and for the account over all addresses. The pause for an account
 * over all addresses is short, so that nobody can lock its owner out for long. At an address from
 * which the account signed in before only the first count applies, so that other addresses cannot
 * lock it out there at all.
 *
 * <p>A guess is counted before its password is hashed, so that concurrent guesses are limited too
 * and a refused one costs no hash. Unknown accounts are treated like known ones.
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
     * Compares the password, if the limits allow a guess now.
     *
     * @param address the client's IP address; clients whose address is unknown share one
     * @param isRight compares the password
     * @return whether it is right
     * @throws Refused {@code too_many_requests} with the time to wait
     */
    boolean guess(String username, String address, BooleanSupplier isRight) {
        // As a hash: a user name can be long, or a password typed into the wrong field.
        String account = Sha256.hex(Account.login(username));
        String pair = account + " at " + address;
        SequencedMap<String, Limit> limits = new LinkedHashMap<>();
        if (!counts.isRemembered("known " + pair)) {
            limits.put("address " + address, limit(settings.addressFree(), settings.pauseMax()));
            limits.put(
                    "account " + account,
                    limit(settings.accountFree(), settings.accountPauseMax()));
        }
        limits.put("pair " + pair, limit(settings.pairFree(), settings.pauseMax()));
        Duration wait = counts.tryAcquireAll(limits);
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
                counts.release(limits.keySet());
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
}
