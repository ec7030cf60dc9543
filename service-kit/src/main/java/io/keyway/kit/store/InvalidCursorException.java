package io.keyway.kit.store;

/** The cursor was given out by a list in another order: it is no position in this one. */
public final class InvalidCursorException extends RuntimeException {

    InvalidCursorException() {
        super("the cursor is of another order", null, false, false);
    }
}
