package io.keyway.license.catalog;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Who may edit a catalog, and what a merge patch does to an entry of it. */
final class CatalogEdits {

    private CatalogEdits() {}

    /**
     * The vendor whose catalog the caller may change: its own.
     *
     * @throws Refused with {@code forbidden} for partners, the operator and accounts without {@code
     *     manage_catalog}
     */
    static PartnerId vendor(Caller caller) {
        PartnerId partner = caller.partnerId();
        if (partner == null
                || !partner.equals(caller.vendorId())
                || !caller.may(Permission.MANAGE_CATALOG)) {
            throw new Refused(ProblemCode.FORBIDDEN, "only a vendor changes its catalog");
        }
        return partner;
    }

    /**
     * @param before the fields that can change, as they are
     * @param patch applies the patch to them
     * @param onto the entry with the changed fields; throws if they break a rule
     * @param event the event about the changed entry
     */
    static <S, E> Decision<S> decide(
            E before, UnaryOperator<E> patch, Function<E, S> onto, Function<S, DomainEvent> event) {
        E edited = patch.apply(before);
        if (edited.equals(before)) {
            return Decision.keep();
        }
        S next = onto.apply(edited);
        return Decision.change(next, event.apply(next));
    }
}
