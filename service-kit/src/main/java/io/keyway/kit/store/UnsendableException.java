package io.keyway.kit.store;

/** The broker will never take the event, however often it is sent: it is too large or malformed. */
public final class UnsendableException extends RuntimeException {

    public UnsendableException(String message, Throwable cause) {
        super(message, cause);
    }
}
