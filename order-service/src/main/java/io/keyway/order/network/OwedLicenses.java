package io.keyway.order.network;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Replica.Update;
import io.keyway.kit.store.Store;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.OwedLicense.Bill;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Replica of the licenses that partners owe their parents for. Its size is bounded by the unpaid
 * limits of all partners. A paid license stays in it for {@code settlements.paid-remembered-for},
 * without its bill.
 */
@Component
public final class OwedLicenses {

    private final Replica<OwedLicense> licenses;
    private final OrderProperties.Settlements settings;
    private final Clock clock;

    OwedLicenses(Store store, OrderProperties settings, Clock clock) {
        this.licenses =
                store.replica(Topic.LICENSES, "owed-licenses", OwedLicense.class, OwedLicense::path)
                        .indexed("state.bill.issuedBy", "_id")
                        .expiring("state.forgetAt");
        this.settings = settings.settlements();
        this.clock = clock;
    }

    void onEvents(List<Received<LicenseEvent>> batch) {
        Instant forgetAt = clock.instant().plus(settings.paidRememberedFor());
        List<Update<OwedLicense>> updates = new ArrayList<>();
        for (Received<LicenseEvent> received : batch) {
            long sequence = received.event().stateSequence(received.sequence());
            received.event()
                    .licenses()
                    .forEach(
                            license ->
                                    OwedLicense.of(license, forgetAt)
                                            .ifPresent(
                                                    owed ->
                                                            updates.add(
                                                                    new Update<>(
                                                                            license.id(),
                                                                            sequence,
                                                                            owed))));
        }
        licenses.putAll(updates);
    }

    /**
     * What the partner owes for each of the licenses, in their order.
     *
     * @throws Refused {@code not_found} if the partner does not owe one of them, whether it exists
     *     or not
     * @throws io.keyway.kit.store.ReplicaBehindException if a missing license may have been issued
     *     so recently that its event has not arrived
     */
    public List<Bill> owedBy(Caller caller, PartnerId partner, List<LicenseId> ids) {
        Map<LicenseId, OwedLicense> known = licenses.loadAll(ids);
        List<Bill> bills = new ArrayList<>(ids.size());
        for (LicenseId id : ids) {
            bills.add(
                    Optional.ofNullable(known.get(id))
                            .flatMap(owed -> owed.owedBy(partner))
                            .orElseGet(() -> lookAgain(caller, partner, id)));
        }
        return bills;
    }

    /**
     * Reads one license again, because its event may just have arrived. A license outside the
     * caller's branch and a missing one get the same answer; the former is recorded in the audit
     * trail.
     */
    private Bill lookAgain(Caller caller, PartnerId partner, LicenseId id) {
        return licenses.find(caller, id)
                .flatMap(owed -> owed.owedBy(partner))
                .orElseThrow(Refused::notFound);
    }

    /** One page of what the partner owes, newest license first. */
    public Page<Bill> page(Caller caller, PartnerId partner, PageRequest page) {
        return licenses.page(caller, eq("state.bill.issuedBy", partner.value()), page)
                .map(owed -> Objects.requireNonNull(owed.bill()));
    }
}
