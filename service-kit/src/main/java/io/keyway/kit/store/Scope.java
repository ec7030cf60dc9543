package io.keyway.kit.store;

import com.mongodb.client.model.Filters;
import io.keyway.contracts.access.Caller;
import java.util.List;
import java.util.Objects;
import org.bson.conversions.Bson;

/** The one place that puts a caller's scope into a query. */
final class Scope {

    /** Matches no document: for a caller without a branch. */
    private static final Bson NOTHING = Filters.in("_id", List.of());

    private Scope() {}

    static Bson of(Caller caller) {
        return switch (caller.role()) {
            case OPERATOR -> Filters.empty();
            case PARTNER -> Filters.eq("scope", Objects.requireNonNull(caller.partnerId()).value());
            case CUSTOMER ->
                    Filters.eq("customerId", Objects.requireNonNull(caller.customerId()).value());
            case ANONYMOUS, GATEWAY -> NOTHING;
        };
    }
}
