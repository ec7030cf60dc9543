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
 * Hashes passwords with Argon2id (19 MiB, 2 iterations, as OWASP recommends): about 60 ms of one
 * core each. The number hashed at once is limited, so that a burst of sign-ins leaves cores for
 * other work.
 */
@Component
public final class Passwords {

    /** Characters of a new password at least. */
    public static final int LENGTH_MIN = 8;

    /** Characters of a password at most: hashing takes longer for a longer one. */
    public static final int LENGTH_MAX = 128;

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final Semaphore permits;
    private final Duration wait;
    private final String dummyHash;

    Passwords(PartnerProperties settings) {
        int max = settings.passwordHashesMax();
        this.permits = new Semaphore(max > 0 ? max : Runtime.getRuntime().availableProcessors());
        this.wait = settings.passwordHashWait();
        this.dummyHash = argon2.encode("nobody");
    }

    public String hash(String password) {
        return withPermit(() -> argon2.encode(password));
    }

    public boolean matches(String password, String hash) {
        return withPermit(() -> argon2.matches(password, hash));
    }

    /**
     * A hash that no account has. It is compared for an unknown user, so that the answer takes as
     * long as for a wrong password.
     */
    public String dummyHash() {
        return dummyHash;
    }

    /** Runs the work, at most {@code password-hashes-max} at once; else 429 after a wait. */
    private <T> T withPermit(Supplier<T> work) {
        try {
            if (!permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refused(ProblemCode.TOO_MANY_REQUESTS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(ProblemCode.UNAVAILABLE);
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }
}
