package io.keyway.partner.accounts;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id, 19 MiB, 2 rounds: about 60 ms of one core each. Only so many are hashed at once, or a
 * burst of sign-ins would take every core from everything else.
 */
@Component
public final class Passwords {

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final Semaphore places;
    private final Duration wait;
    private final String nobodysHash;

    Passwords(PartnerProperties settings) {
        int max = settings.passwordHashesMax();
        this.places = new Semaphore(max > 0 ? max : Runtime.getRuntime().availableProcessors());
        this.wait = settings.passwordHashWait();
        this.nobodysHash = argon2.encode("nobody");
    }

    public String hash(String password) {
        return inTurn(() -> argon2.encode(password));
    }

    public boolean matches(String password, String hash) {
        return inTurn(() -> argon2.matches(password, hash));
    }

    /**
     * Nobody's. Compared where there is no account, so that an unknown user takes as long as a
     * wrong password.
     */
    public String nobodysHash() {
        return nobodysHash;
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refused(ProblemCode.TOO_MANY_REQUESTS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(ProblemCode.UNAVAILABLE);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
