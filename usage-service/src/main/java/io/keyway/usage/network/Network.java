package io.keyway.usage.network;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static java.util.stream.Collectors.toMap;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Store;
import io.keyway.usage.metering.TimeSortedIds;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The replicas of partners, customers, licenses, plans and orders. */
@Component
public class Network {

    final Replica<KnownPartner> partners;
    final Replica<CustomerState> customers;
    final Replica<LicenseState> licenses;
    final Replica<PlanState> plans;
    final Replica<OrderState> orders;
    private final CustomerEdges edges;

    Network(Store store, CustomerEdges edges) {
        this.edges = edges;
        partners =
                store.replica(
                                Topic.PARTNERS,
                                "partners",
                                KnownPartner.class,
                                known -> known.partner().path())
                        .indexed("state.idRest", "_id")
                        .rewritten("state.idRest")
                        // For the operator's counts of partners by type.
                        .indexed("state.partner.type", "state.partner.status");
        customers =
                store.replica(
                        Topic.CUSTOMERS,
                        "customers",
                        CustomerState.class,
                        CustomerState::path,
                        CustomerState::id);
        licenses =
                store.replica(
                                Topic.LICENSES,
                                "licenses",
                                LicenseState.class,
                                LicenseState::path,
                                LicenseState::customerId)
                        // For products that report with the key of their license.
                        .indexed("state.keyHash", "_id");
        plans = store.replica(Topic.CATALOG, "plans", PlanState.class, PlanState::path);
        orders =
                store.replica(Topic.ORDERS, "orders", OrderState.class, OrderState::path)
                        .indexed("state.ownerId", "state.placedAt");
    }

    public Optional<KnownPartner> partner(Caller caller, PartnerId id) {
        return partners.find(caller, id);
    }

    public Optional<PartnerState> partner(PartnerId id) {
        return partners.load(id).map(KnownPartner::partner);
    }

    /** The names of those of these partners that are known, deleted ones included. */
    public Map<PartnerId, String> names(Collection<PartnerId> ids) {
        return partners.loadAll(ids).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, known -> known.getValue().partner().name()));
    }

    public Page<KnownPartner> partners(Caller caller, PageRequest request) {
        return partners.page(caller, empty(), request);
    }

    /**
     * How many below the caller may owe: all partners but vendors, deleted ones included, and the
     * customers that have or had a plan.
     */
    public int countPayers(Caller caller) {
        return edges.countBillable(caller)
                + Math.toIntExact(
                        partners.count(
                                caller,
                                and(
                                        in(
                                                "state.partner.type",
                                                type(PartnerType.DISTRIBUTOR),
                                                type(PartnerType.RESELLER)),
                                        ne("_id", String.valueOf(caller.partnerId())))));
    }

    /**
     * The next partners of a branch in the order of their ids, its root included, so that those who
     * join meanwhile come last. For background work on a branch that was checked before.
     *
     * @param root null for all partners there are
     * @param after id of a partner; null for the first ones
     */
    public List<KnownPartner> branch(@Nullable PartnerId root, @Nullable String after, int max) {
        return partners.some(
                and(
                        root == null ? empty() : eq("scope", root.value()),
                        after == null ? empty() : gt("_id", after)),
                max);
    }

    /** All vendors, deleted ones too. */
    public List<KnownPartner> vendors() {
        return partners.loadAll(eq("state.partner.type", type(PartnerType.VENDOR)));
    }

    private static String type(PartnerType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The payer of a statement.
     *
     * @param idRest the end of the statement's id, from {@link TimeSortedIds#rest}
     */
    public Optional<? extends Payer> payer(Caller caller, String idRest) {
        Optional<KnownPartner> partner =
                partners
                        .page(caller, eq("state.idRest", idRest), PageRequest.first(1))
                        .items()
                        .stream()
                        .findFirst();
        return partner.isPresent() ? partner : edges.payer(caller, idRest);
    }

    /** How many partners of the type are below the caller now. */
    public long countBelow(Caller caller, PartnerType type) {
        return partners.count(caller, below(caller, type));
    }

    public long countActiveBelow(Caller caller, PartnerType type) {
        return partners.count(
                caller, and(below(caller, type), eq("state.partner.status", "active")));
    }

    private static Bson below(Caller caller, PartnerType type) {
        return and(
                eq("state.partner.type", type(type)),
                eq("state.deletedAt", null),
                ne("_id", String.valueOf(caller.partnerId())));
    }

    public Optional<CustomerState> customer(Caller caller, CustomerId id) {
        return customers.find(caller, id);
    }

    /** Without a scope check: for background work on customers that were checked before. */
    public Map<CustomerId, CustomerState> customers(Collection<CustomerId> ids) {
        return customers.loadAll(ids);
    }

    public Optional<LicenseState> license(Caller caller, LicenseId id) {
        return licenses.find(caller, id);
    }

    /**
     * The license that has the key: the key itself is the permission to see it.
     *
     * @param keyHash SHA-256 of the key, in hex
     */
    public Optional<LicenseState> licenseByKey(String keyHash) {
        return licenses.some(eq("state.keyHash", keyHash), 1).stream().findFirst();
    }

    /** Without a scope check: the caller must check the scope of what is found. */
    public Map<LicenseId, LicenseState> licenses(Collection<LicenseId> ids) {
        return licenses.loadAll(ids);
    }

    /** The plans with these ids; one that is missing does not exist. */
    public Map<PlanId, PlanState> plans(Collection<PlanId> ids) {
        return plans.loadAllConsumed(ids);
    }

    /** The orders that the partners placed in the range, {@code to} exclusive. */
    public List<OrderState> orders(Collection<PartnerId> owners, Instant from, Instant to) {
        return orders.loadAll(
                and(
                        in("state.ownerId", owners.stream().map(PartnerId::value).toList()),
                        gte("state.placedAt", Date.from(from)),
                        lt("state.placedAt", Date.from(to))));
    }
}
