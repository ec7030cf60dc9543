package io.keyway.kit.bus;

import org.jspecify.annotations.Nullable;

/** A record cannot be read, and no retry will change that: it becomes a dead letter at once. */
public final class BrokenEventException extends RuntimeException {

    BrokenEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
