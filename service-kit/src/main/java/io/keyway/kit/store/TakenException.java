package io.keyway.kit.store;

/** Another aggregate holds one of the unique fields that a change would take. */
public final class TakenException extends RuntimeException {

    TakenException() {
        super("a unique field is taken", null, false, false);
    }
}
