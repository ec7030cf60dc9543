package io.keyway.usage.quotas;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The store of quotas. Callers check the scope of the subject, as it is now: a stored quota has the
 * owners of the time when it was written. The audit trail has what was set and changed; which
 * thresholds were reached is bookkeeping.
 */
@Component
class Quotas {

    private final Aggregates<Quota> stored;
    private final Aggregates<Quota> progress;

    Quotas(Store store) {
        stored =
                store.aggregates("quotas", Quota.class)
                        .unique("state.key")
                        .indexed("state.uncheckedSince");
        progress = stored.bookkeeping();
    }

    /**
     * @return empty if the subject has a quota of this meter
     */
    Optional<Stored<Quota>> insert(Quota quota) {
        return stored.insert(quota);
    }

    Optional<Stored<Quota>> load(QuotaId id) {
        return stored.load(id);
    }

    /** The quotas with these keys; a few hundred at most. */
    List<Stored<Quota>> withKeys(Collection<String> keys) {
        return keys.isEmpty() ? List.of() : stored.loadAll(in("state.key", keys));
    }

    /** The quotas of the subject for these meters, which are a vendor's and so bounded. */
    List<Stored<Quota>> of(Subject subject, Collection<MeterId> meters) {
        return withKeys(meters.stream().map(meter -> Quota.key(subject.idOf(), meter)).toList());
    }

    /** Those that were set or changed by this time and not checked since. */
    List<Stored<Quota>> unchecked(Instant by, int max) {
        return stored.loadAll(lte("state.uncheckedSince", Date.from(by)), max);
    }

    boolean any() {
        return stored.any(gt("state.key", ""));
    }

    boolean anyOf(PartnerId vendor) {
        return stored.any(eq("scope", vendor.value()));
    }

    Optional<Stored<Quota>> change(QuotaId id, Function<Stored<Quota>, Decision<Quota>> decide) {
        return stored.change(id, decide);
    }

    /** The same for what the audit trail leaves out. */
    Optional<Stored<Quota>> settle(QuotaId id, Function<Stored<Quota>, Decision<Quota>> decide) {
        return progress.change(id, decide);
    }

    /**
     * @return false if it changed since it was read
     */
    boolean delete(Stored<Quota> read) {
        return stored.delete(read);
    }
}
