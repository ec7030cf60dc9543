package io.keyway.kit.store;

/** Another aggregate has the same value in a unique field. */
public final class TakenException extends RuntimeException {

    TakenException() {
        super("a unique field is taken", null, false, false);
    }
}
