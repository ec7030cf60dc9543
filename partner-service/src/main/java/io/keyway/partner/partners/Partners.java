package io.keyway.partner.partners;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.size;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Search;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.plans.PlanChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores the partners of all trees. */
@Component
public final class Partners {

    /**
     * Filter of a list; an absent value matches everything.
     *
     * @param q part of a name or e-mail
     * @param parent partner whose direct children are listed
     */
    record Filter(
            @Nullable String q,
            @Nullable PartnerType type,
            @Nullable PartnerModel model,
            @Nullable PartnerStatus status,
            @Nullable Partner parent) {

        private Bson toBson() {
            List<Bson> filters = new ArrayList<>();
            Search search = Search.of(q);
            if (search != null) {
                filters.add(search.inTexts());
            }
            if (type != null) {
                filters.add(eq("state.type", wire(type)));
            }
            if (model != null) {
                filters.add(eq("state.model", wire(model)));
            }
            if (status != null) {
                filters.add(eq("state.status", wire(status)));
            }
            if (parent != null) {
                filters.add(eq("scope", parent.id().value()));
                filters.add(size("scope", parent.scope().size() + 1));
            }
            return filters.isEmpty() ? empty() : and(filters);
        }

        private static String wire(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    private final Aggregates<Partner> partners;
    private final Clock clock;

    Partners(Store store, Clock clock) {
        this.clock = clock;
        this.partners =
                store.aggregates("partners", Partner.class)
                        .audited(Audited.PUBLISHED) // Locks are not audited.
                        .unique("state.loginDomain")
                        .sortable("name", partner -> partner.name().toLowerCase(Locale.ROOT))
                        .sortable("email", Partner::email)
                        .sortable("status", partner -> Filter.wire(partner.status()))
                        .sortable("type", partner -> Filter.wire(partner.type()))
                        .searchable(partner -> List.of(partner.name(), partner.email()));
    }

    /**
     * The partner, if the caller may see it.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public Stored<Partner> find(Caller caller, PartnerId id) {
        return partners.find(caller, id).orElseThrow(Refused::notFound);
    }

    /**
     * The partner, if the caller may change its terms and access: only partners above it and the
     * operator may.
     *
     * @throws Refused {@code not_found} or {@code forbidden} otherwise
     */
    public Partner requireAbove(Caller caller, PartnerId id) {
        Partner partner = find(caller, id).state();
        boolean above =
                caller.role() == Role.OPERATOR
                        || (!id.equals(caller.partnerId())
                                && caller.may(Permission.MANAGE_PARTNERS));
        if (!above) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return partner;
    }

    /** The partner, without a scope check. */
    public Optional<Partner> load(PartnerId id) {
        return partners.load(id).map(Stored::state);
    }

    /** The partners that exist among these, without a scope check. */
    public List<Partner> byIds(Collection<PartnerId> ids) {
        return partners.loadAll(ids).stream().map(Stored::state).toList();
    }

    /** The partner with the login domain, if every partner on its path is active. */
    public Optional<Partner> atLoginDomain(String name) {
        return partners.loadBy("state.loginDomain", name)
                .map(Stored::state)
                .filter(
                        partner ->
                                partner.scope().stream()
                                        .allMatch(
                                                id ->
                                                        load(id).filter(
                                                                        above ->
                                                                                above.status()
                                                                                        == PartnerStatus
                                                                                                .ACTIVE)
                                                                .isPresent()));
    }

    public boolean hasLoginDomain(String name) {
        return partners.loadBy("state.loginDomain", name).isPresent();
    }

    /** The partner as {@code GET /me} shows it to its own accounts. */
    public Object describe(PartnerId id) {
        return load(id).map(found -> PartnerResponse.from(found, PlanChange.today(clock)))
                .orElseThrow(Refused::notFound);
    }

    /**
     * Stores a new partner.
     *
     * @return empty if the login domain is taken
     */
    Optional<Stored<Partner>> insert(Partner partner, DomainEvent event) {
        return partners.insert(partner, event);
    }

    Stored<Partner> change(PartnerId id, Function<Stored<Partner>, Decision<Partner>> decide) {
        return partners.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Partner>> page(
            Caller caller, Filter filter, PartnerSorting sorting, PageRequest page) {
        return partners.page(caller, filter.toBson(), sorting.sorting(), page);
    }

    /** Replaces the partner; empty if it changed since it was read. */
    Optional<Stored<Partner>> replace(Stored<Partner> read, Partner next, DomainEvent event) {
        boolean[] written = new boolean[1];
        Optional<Stored<Partner>> stored =
                partners.change(
                        next.id(),
                        now -> {
                            written[0] = now.version() == read.version();
                            return written[0] ? Decision.change(next, event) : Decision.keep();
                        });
        return stored.filter(after -> written[0]);
    }

    /**
     * Deletes the partner and publishes that.
     *
     * @return false if it changed since it was read
     */
    public boolean delete(Stored<Partner> read) {
        return partners.delete(
                read, new PartnerDeleted(read.state().asOf(PlanChange.today(clock)).toState()));
    }

    /** Deletes the partner whatever its version; may be repeated. */
    public void delete(PartnerId id) {
        for (Optional<Stored<Partner>> found = partners.load(id);
                found.isPresent();
                found = partners.load(id)) {
            if (delete(found.get())) {
                return;
            }
        }
    }

    /** Removes the lock of {@link PartnerLock}. */
    void open(PartnerId id) {
        partners.change(
                id,
                stored ->
                        stored.state().closedAt() == null
                                ? Decision.keep()
                                : Decision.change(stored.state().opened()));
    }

    /** Whether there is a partner below this one, at any depth. */
    boolean hasPartnersBelow(PartnerId id) {
        return partners.any(and(eq("scope", id.value()), ne("_id", id.value())));
    }
}
