package io.keyway.kit.bus;

import org.jspecify.annotations.Nullable;

/** A record that no attempt will make readable: it goes to the dead letters at once. */
public final class BrokenEventException extends RuntimeException {

    BrokenEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
