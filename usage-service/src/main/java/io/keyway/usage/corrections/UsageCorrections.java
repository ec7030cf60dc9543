package io.keyway.usage.corrections;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static java.util.stream.Collectors.groupingBy;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The store of corrections. They are never deleted: a statement may rest on them. */
@Component
class UsageCorrections {

    private final Aggregates<UsageCorrection> corrections;

    UsageCorrections(Store store) {
        corrections =
                store.aggregates("usage-corrections", UsageCorrection.class)
                        .unique("state.eventRevision")
                        .indexed("state.event", "_id")
                        .indexed("state.remeteringId")
                        .indexed("state.unsentSince")
                        .indexed("state.attribution.licenseId", "_id")
                        .indexed("customerId", "_id");
    }

    /**
     * Stores a correction.
     *
     * @return empty if another one has replaced the same measurements
     */
    Optional<UsageCorrection> insert(UsageCorrection correction) {
        return corrections.insert(correction).map(Stored::state);
    }

    Optional<UsageCorrection> load(UsageCorrectionId id) {
        return corrections.load(id).map(Stored::state);
    }

    /** The corrections of an event by revision, at most {@code max}. */
    List<UsageCorrection> ofEvent(String event, int max) {
        return corrections.some(eq("state.event", event), max).stream()
                .map(Stored::state)
                .sorted(Comparator.comparing(UsageCorrection::revision))
                .toList();
    }

    /** The same of several events, at most a thousand. */
    Map<String, List<UsageCorrection>> ofEvents(Collection<String> events) {
        return corrections.loadAll(in("state.event", events)).stream()
                .map(Stored::state)
                .sorted(Comparator.comparing(UsageCorrection::revision))
                .collect(groupingBy(UsageCorrection::event));
    }

    /**
     * Stores a correction that a re-metering makes: the audit trail has the re-metering.
     *
     * @return the stored one, if it was stored before; empty if another one has replaced the same
     *     measurements
     */
    Optional<UsageCorrection> insertRemetered(UsageCorrection correction) {
        return corrections.bookkeeping().insert(correction).map(Stored::state);
    }

    /** How many events the re-metering has corrected. */
    long madeBy(RemeteringId remetering) {
        return corrections.countAll(eq("state.remeteringId", remetering.value()));
    }

    /** Those that may not be on the topic yet. */
    List<UsageCorrection> unsent(Instant since, int max) {
        return corrections.loadAll(lte("state.unsentSince", Date.from(since)), max).stream()
                .map(Stored::state)
                .toList();
    }

    void sent(UsageCorrection correction) {
        corrections
                .bookkeeping()
                .change(correction.id(), found -> Decision.change(found.state().sent()));
    }

    Page<UsageCorrection> page(Caller caller, @Nullable LicenseId license, PageRequest request) {
        return corrections
                .page(
                        caller,
                        license == null
                                ? empty()
                                : eq("state.attribution.licenseId", license.value()),
                        request)
                .map(Stored::state);
    }
}
