package io.keyway.kit.bus;

import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.keyway.kit.store.ReplicaBehindException;
import org.jspecify.annotations.Nullable;

/**
 * Recognises failures that are not caused by what is worked on: the store is away, or a replica is
 * behind.
 */
public final class TransientFailures {

    private TransientFailures() {}

    public static boolean is(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoTimeoutException
                    || cause instanceof MongoSocketException
                    || cause instanceof ReplicaBehindException) {
                return true;
            }
        }
        return false;
    }
}
