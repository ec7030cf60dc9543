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
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The partners of all trees. */
@Component
public final class Partners {

    /**
     * What a list is narrowed to; what is absent narrows nothing.
     *
     * @param q part of a name or an e-mail
     * @param parent whose children are asked for
     */
    record Asked(
            @Nullable String q,
            @Nullable PartnerType type,
            @Nullable PartnerModel model,
            @Nullable PartnerStatus status,
            @Nullable Partner parent) {

        private Bson filter() {
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

    /** Deciding is quick: who is disturbed this often gives up. */
    private static final int ATTEMPTS_MAX = 10;

    private final Aggregates<Partner> partners;
    private final Clock clock;

    Partners(Store store, Clock clock) {
        this.clock = clock;
        this.partners =
                store.aggregates("partners", Partner.class)
                        .audited(Audited.TOLD) // Closing one for a moment is bookkeeping.
                        .unique("state.loginDomain")
                        .sortable("name", partner -> partner.name().toLowerCase(Locale.ROOT))
                        .sortable("email", Partner::email)
                        .sortable("status", partner -> Asked.wire(partner.status()))
                        .sortable("type", partner -> Asked.wire(partner.type()))
                        .searchable(partner -> List.of(partner.name(), partner.email()));
    }

    /** The partner, if the caller sees it. */
    public Stored<Partner> find(Caller caller, PartnerId id) {
        return partners.find(caller, id).orElseThrow(Refused::notFound);
    }

    /** Nobody changes what it was given itself: terms and access are its parent's business. */
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

    public Optional<Partner> load(PartnerId id) {
        return partners.load(id).map(Stored::state);
    }

    /** Those of them that are there, for the service itself. */
    public List<Partner> byIds(Collection<PartnerId> ids) {
        return partners.loadAll(ids).stream().map(Stored::state).toList();
    }

    /** Who signs in at the login domain, while every partner on its path is active. */
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

    /** Itself, as it is shown to its own account. */
    public Object describe(PartnerId id) {
        return load(id).map(PartnerResponse::from).orElseThrow(Refused::notFound);
    }

    /**
     * @return empty if the login domain is taken
     */
    Optional<Stored<Partner>> insert(Partner partner, DomainEvent event) {
        return partners.insert(partner, event);
    }

    Stored<Partner> change(PartnerId id, Function<Stored<Partner>, Decision<Partner>> decide) {
        return partners.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Partner>> page(Caller caller, Asked asked, PartnerOrder order, PageRequest page) {
        return partners.page(caller, asked.filter(), order.sorting(), page);
    }

    /**
     * Decides while nobody can be made below the partner: it is closed first, then looked below,
     * and what is decided holds only if it is still closed. Who makes something below it writes
     * that first and asks {@link #takes} then; so one of the two always sees the other.
     *
     * @param check refuses before anything is written
     * @param then does what was to be decided to the closed partner, unless that changed since:
     *     then it says false, and all is tried again
     */
    public void withNobodyBelow(
            PartnerId id, Consumer<Stored<Partner>> check, Predicate<Stored<Partner>> then) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Instant now = clock.instant();
            Stored<Partner> closed =
                    change(
                            id,
                            stored -> {
                                check.accept(stored);
                                return Decision.change(stored.state().closed(now));
                            });
            boolean decided = false;
            try {
                if (partners.any(below(id))) {
                    throw new Refused(ProblemCode.PARTNERS_BELOW);
                }
                decided = then.test(closed);
            } finally {
                if (!decided) {
                    open(id);
                }
            }
            if (decided) {
                return;
            }
        }
        throw new Refused(ProblemCode.CONFLICT, "Others are changing it: try again.");
    }

    /** Replaces the partner unless it changed since it was read. */
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
     * @return false if it changed since it was read
     */
    public boolean remove(Stored<Partner> read) {
        return partners.delete(read, new PartnerDeleted(read.state().toState()));
    }

    /** Takes back one that may not stay. */
    public void discard(PartnerId id) {
        for (Optional<Stored<Partner>> found = partners.load(id);
                found.isPresent();
                found = partners.load(id)) {
            if (remove(found.get())) {
                return;
            }
        }
    }

    private void open(PartnerId id) {
        partners.change(
                id,
                stored ->
                        stored.state().closedAt() == null
                                ? Decision.keep()
                                : Decision.change(stored.state().opened()));
    }

    /** Whether something that was just made below the partner may stay. */
    public boolean takes(PartnerId id) {
        return load(id).filter(this::isOpen).isPresent();
    }

    /** A mark that somebody left is taken away first, so that he cannot go on to decide by it. */
    private boolean isOpen(Partner partner) {
        if (partner.closedAt() != null && !partner.isClosed(clock.instant())) {
            open(partner.id());
            return true;
        }
        return partner.closedAt() == null;
    }

    private static Bson below(PartnerId id) {
        return and(eq("scope", id.value()), ne("_id", id.value()));
    }
}
