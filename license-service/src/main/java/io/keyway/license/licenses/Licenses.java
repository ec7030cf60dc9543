package io.keyway.license.licenses;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Search;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.license.terms.ExpiresFrom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The store of licenses. */
@Component("licenseStore") // StreamBridge would take a bean named like a topic for its channel.
public class Licenses implements LicenseRegister {

    private final Aggregates<License> licenses;
    private final MongoCollection<Document> documents;
    private final Clock clock;

    Licenses(Store store, Clock clock) {
        this.clock = clock;
        this.documents = store.collection("licenses");
        this.licenses =
                store.aggregates("licenses", License.class)
                        .unique("state.key.hash")
                        .indexed("customerId", "_id")
                        .indexed("customerId", "state.productId", "state.licenseClass")
                        // Lists filtered by one of these; further filters scan what the index
                        // finds. A product and an order belong to one vendor.
                        .indexed("state.origin.orderId", "_id")
                        .indexed("state.productId", "_id")
                        .indexed("state.policyId", "_id")
                        .indexed("scope", "state.condition", "_id")
                        .indexed("scope", "state.sale.paymentStatus", "_id")
                        .indexed("state.announced", "state.expiresAt")
                        .searchable(Search.Tokens.WORDS, SearchTexts::of, SearchTexts::restricted);
    }

    public Optional<Stored<License>> find(Caller caller, LicenseId id) {
        return licenses.find(caller, id);
    }

    public Optional<License> byKeyHash(String hash) {
        return licenses.loadBy("state.key.hash", hash).map(Stored::state);
    }

    public Page<Stored<License>> page(Caller caller, Bson filter, PageRequest request) {
        return licenses.page(caller, filter, request);
    }

    @Override
    public void issue(Collection<License> made) {
        licenses.insertAll(made);
    }

    /**
     * Stores an imported license with its event.
     *
     * @return empty if another license has its key
     */
    public Optional<License> add(License imported, LicensesIssued event) {
        return licenses.insert(imported, event).map(Stored::state);
    }

    /** The licenses that the caller sees, by id. */
    public Map<LicenseId, License> visible(Caller caller, Collection<LicenseId> ids) {
        Map<LicenseId, License> visible = new HashMap<>();
        for (Stored<License> stored : licenses.loadAll(ids)) {
            License license = stored.state();
            if (caller.sees(license.scope(), license.customerId())) {
                visible.put(license.id(), license);
            }
        }
        return visible;
    }

    /**
     * Changes a license that the caller sees. Checked on each state: it may have moved meanwhile.
     *
     * @throws Refused with {@code not_found} if the caller does not see it
     */
    public Stored<License> change(
            Caller caller, LicenseId id, Function<Stored<License>, Decision<License>> decide) {
        return change(
                        id,
                        stored -> {
                            License license = stored.state();
                            if (!caller.sees(license.scope(), license.customerId())) {
                                throw Refused.notFound();
                            }
                            return decide.apply(stored);
                        })
                .orElseThrow(Refused::notFound);
    }

    public Optional<Stored<License>> change(
            LicenseId id, Function<Stored<License>, Decision<License>> decide) {
        return licenses.change(id, decide);
    }

    /** Whether the customer has a primary license of the product that was not revoked. */
    public boolean hasPrimary(CustomerId customer, ProductId product) {
        return documents
                        .find(
                                and(
                                        eq("customerId", customer.value()),
                                        eq("state.productId", product.value()),
                                        eq("state.licenseClass", "primary"),
                                        ne("state.condition", "banned")))
                        .limit(1)
                        .first()
                != null;
    }

    @Override
    public void revoke(LicenseId id) {
        licenses.change(
                id,
                stored ->
                        switch (LicenseAction.revoke(stored.state(), clock.instant())) {
                            case LicenseAction.Done done ->
                                    Decision.change(done.license(), done.event());
                            case LicenseAction.Nothing nothing -> Decision.keep();
                            case LicenseAction.Refused never ->
                                    throw new IllegalStateException(never.why());
                        });
    }

    /** Starts the duration of the license now, if its terms say that it starts with this. */
    public void start(LicenseId id, ExpiresFrom with) {
        Instant now = clock.instant();
        licenses.change(
                id,
                stored -> {
                    License started = stored.state().startedBy(with, now);
                    return started == stored.state()
                            ? Decision.keep()
                            : Decision.change(started, new LicenseChanged(started.state()));
                });
    }

    /** Licenses that end by then and whose last expiry notice is this. */
    public List<LicenseId> endingBy(Instant end, License.ExpiryNotice last, int max) {
        return documents
                .find(
                        and(
                                eq("state.announced", last.name().toLowerCase(Locale.ROOT)),
                                lte("state.expiresAt", Date.from(end))))
                .projection(include("_id"))
                .sort(ascending("state.expiresAt"))
                .limit(max)
                .map(document -> new LicenseId(document.getString("_id")))
                .into(new ArrayList<>());
    }

    /**
     * Marks the license as paid by the settlement, if the payer issued it and it is unpaid.
     *
     * @return whether this settlement has paid it, in this call or an earlier one
     */
    public boolean markPaid(LicenseId id, PartnerId payer, SettlementId settlement) {
        Instant now = clock.instant();
        return licenses.change(
                        id,
                        stored -> {
                            License license = stored.state();
                            if (!license.origin().issuedBy().equals(payer)
                                    || license.sale().paymentStatus() != PaymentStatus.PENDING) {
                                return Decision.keep();
                            }
                            License paid = license.with(license.sale().paid(settlement), now);
                            return Decision.change(paid, new LicenseChanged(paid.state()));
                        })
                .filter(stored -> settlement.equals(stored.state().sale().paidBy()))
                .isPresent();
    }

    /**
     * Licenses of the customer whose owner data differ from these, ordered by id.
     *
     * @param after the id before the first; null to start
     */
    public List<LicenseId> withOtherOwnerData(
            License.Owner owner, @Nullable LicenseId after, int max) {
        List<String> path = owner.path().stream().map(PartnerId::value).toList();
        return documents
                .find(
                        and(
                                eq("customerId", owner.customerId().value()),
                                after == null ? empty() : gt("_id", after.value()),
                                or(
                                        ne("state.owner.path", path),
                                        ne("state.owner.customerName", owner.customerName()),
                                        ne("state.owner.customerEmail", owner.customerEmail()))))
                .projection(include("_id"))
                .sort(ascending("_id"))
                .limit(max)
                .map(document -> new LicenseId(document.getString("_id")))
                .into(new ArrayList<>());
    }
}
