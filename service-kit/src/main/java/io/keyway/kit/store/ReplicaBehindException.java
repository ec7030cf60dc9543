package io.keyway.kit.store;

/**
 * Another service's aggregate is not here, and that it does not exist cannot be said: this service
 * has not yet heard all that was told about it, or the bus does not say whether it has. Nothing was
 * done; it is worth trying again a moment later.
 */
public final class ReplicaBehindException extends RuntimeException {

    public ReplicaBehindException() {
        super("the copy may be behind", null, false, false);
    }
}
