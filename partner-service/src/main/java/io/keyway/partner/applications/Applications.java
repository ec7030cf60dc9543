package io.keyway.partner.applications;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.applications.Application.ApplicationStatus;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores the applications to all partners. */
@Component
class Applications {

    private final Aggregates<Application> applications;

    Applications(Store store) {
        this.applications =
                store.aggregates("applications", Application.class)
                        .indexed("state.status", "_id") // The operator's lists.
                        .indexed(
                                "state.parentId", "state.status"); // For the count of pending ones.
    }

    Application find(Caller caller, ApplicationId id) {
        return applications.find(caller, id).orElseThrow(Refused::notFound).state();
    }

    Page<Application> page(Caller caller, @Nullable ApplicationStatus status, PageRequest page) {
        return applications
                .page(caller, status == null ? empty() : is(status), page)
                .map(Stored::state);
    }

    /** How many applications to the partner are pending. */
    long countPending(PartnerId parent) {
        return applications.countAll(
                and(eq("state.parentId", parent.value()), is(ApplicationStatus.PENDING)));
    }

    Application insert(Application application) {
        return applications.insert(application).orElseThrow().state();
    }

    Application change(ApplicationId id, UnaryOperator<Application> decide) {
        return applications
                .change(
                        id,
                        stored -> {
                            Application next = decide.apply(stored.state());
                            return next.equals(stored.state())
                                    ? Decision.keep()
                                    : Decision.change(next);
                        })
                .orElseThrow(Refused::notFound)
                .state();
    }

    private static Bson is(ApplicationStatus status) {
        return eq("state.status", status.name().toLowerCase(Locale.ROOT));
    }
}
