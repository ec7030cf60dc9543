package io.keyway.kit.store;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one document holds and one conditional write changes. */
public interface Aggregate {

    Id id();

    /**
     * The partners from the vendor down to its owner: each of them sees it. Empty: only the
     * operator does.
     */
    List<PartnerId> scope();

    /** The customer that sees it too. */
    default @Nullable CustomerId customerId() {
        return null;
    }

    /**
     * Whether the audit trail says of the field only that it changed, because not everybody who
     * sees the aggregate now may know it. What nobody may know is a {@link Secret}.
     */
    default boolean hides(String field) {
        return false;
    }
}
