package io.keyway.license.catalog;

import io.keyway.contracts.event.DomainEvent;
import io.keyway.kit.store.Decision;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Decides what a merge patch does to an entry of the catalog. */
final class CatalogEdits {

    private CatalogEdits() {}

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
