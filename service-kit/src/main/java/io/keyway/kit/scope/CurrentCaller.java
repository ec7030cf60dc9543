package io.keyway.kit.scope;

import io.keyway.contracts.access.Caller;
import java.util.Optional;

/**
 * The caller of the current request, for logs and audit records. Never used to decide about scope.
 */
public final class CurrentCaller {

    static final ScopedValue<Caller> CALLER = ScopedValue.newInstance();

    private CurrentCaller() {}

    /** Empty outside a request: the service acts by itself. */
    public static Optional<Caller> get() {
        return CALLER.isBound() ? Optional.of(CALLER.get()) : Optional.empty();
    }
}
