package io.keyway.kit.store;

/** The cursor belongs to a list in another order. */
public final class InvalidCursorException extends RuntimeException {

    InvalidCursorException() {
        super("the cursor is of another order", null, false, false);
    }
}
