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
     * The partners that see it: from the vendor down to its owner. Empty if only the operator sees
     * it.
     */
    List<PartnerId> scope();

    /** The customer that sees it too. */
    default @Nullable CustomerId customerId() {
        return null;
    }

    /**
     * Whether the audit trail records only that the field changed, not its values, because some who
     * see the aggregate now must not know them. Fields that nobody may know are annotated with
     * {@link Secret}.
     */
    default boolean hides(String field) {
        return false;
    }
}
