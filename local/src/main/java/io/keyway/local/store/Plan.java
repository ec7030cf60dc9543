package io.keyway.local.store;

/** What a query looks at. */
sealed interface Plan permits Walk, Union {

    /** How many entries. */
    long count();

    /** Whether the documents come in the order that is asked for. */
    boolean ordered();

    /** Whether they come in the order of their ids. */
    boolean byId();
}
