package io.keyway.kit.scope;

import io.keyway.contracts.access.Caller;
import java.util.Optional;

/**
 * Who calls, for what is recorded of a request wherever it happens. Scope is never decided by it.
 */
public final class CurrentCaller {

    static final ScopedValue<Caller> CALLER = ScopedValue.newInstance();

    private CurrentCaller() {}

    /** Empty while nobody calls: the service acts by itself. */
    public static Optional<Caller> get() {
        return CALLER.isBound() ? Optional.of(CALLER.get()) : Optional.empty();
    }
}
