package io.keyway.kit.store;

/**
 * Another service's aggregate is not here, and that it does not exist cannot be said: the bus is
 * away or has just come back.
 */
public final class NotHeardYetException extends RuntimeException {

    NotHeardYetException() {
        super("the copy may be behind", null, false, false);
    }
}
