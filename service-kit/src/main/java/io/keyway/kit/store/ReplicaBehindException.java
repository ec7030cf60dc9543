package io.keyway.kit.store;

/**
 * A lookup in a replica found nothing, but it is not certain that the aggregate does not exist:
 * this service has not consumed all events about it, or cannot find out because the bus is away.
 * Nothing was done; the caller should retry shortly (503 with Retry-After).
 */
public final class ReplicaBehindException extends RuntimeException {

    public ReplicaBehindException() {
        super("the copy may be behind", null, false, false);
    }
}
