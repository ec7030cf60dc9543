package io.keyway.order.settlements;

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
import io.keyway.order.settlements.Owed.Bill;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The licenses that somebody owes: a copy that is bounded by the unpaid limits of all partners.
 * What is paid stays in it for a while, without its bill.
 */
@Component
final class OwedLicenses {

    private final Replica<Owed> licenses;
    private final OrderProperties.Settlements settings;
    private final Clock clock;

    OwedLicenses(Store store, OrderProperties settings, Clock clock) {
        this.licenses =
                store.replica(Topic.LICENSES, "owed-licenses", Owed.class, Owed::path)
                        .indexed("state.bill.issuedBy", "_id")
                        .expiring("state.forgetAt");
        this.settings = settings.settlements();
        this.clock = clock;
    }

    void onEvent(List<Received<LicenseEvent>> batch) {
        Instant forgetAt = clock.instant().plus(settings.paidRememberedFor());
        List<Update<Owed>> told = new ArrayList<>();
        for (Received<LicenseEvent> received : batch) {
            long sequence = received.event().stateSequence(received.sequence());
            received.event()
                    .licenses()
                    .forEach(
                            license ->
                                    Owed.of(license, forgetAt)
                                            .ifPresent(
                                                    owed ->
                                                            told.add(
                                                                    new Update<>(
                                                                            license.id(),
                                                                            sequence,
                                                                            owed))));
        }
        licenses.putAll(told);
    }

    /**
     * What the partner owes for each of the licenses. One that it does not owe is missing, whatever
     * else it is.
     *
     * @throws io.keyway.kit.store.ReplicaBehindException if one may have been issued a moment ago
     */
    List<Bill> owedBy(Caller caller, PartnerId partner, List<LicenseId> ids) {
        Map<LicenseId, Owed> known = licenses.loadAll(ids);
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
     * It may have come meanwhile. Foreign and missing take the same way, and an attempt at what is
     * foreign is recorded.
     */
    private Bill lookAgain(Caller caller, PartnerId partner, LicenseId id) {
        return licenses.find(caller, id)
                .flatMap(owed -> owed.owedBy(partner))
                .orElseThrow(Refused::notFound);
    }

    /** A part of all that the partner owes, newest first. */
    Page<Bill> page(Caller caller, PartnerId partner, PageRequest page) {
        return licenses.page(caller, eq("state.bill.issuedBy", partner.value()), page)
                .map(owed -> Objects.requireNonNull(owed.bill()));
    }
}
