package io.keyway.local.store;

/** What is read to answer a query. */
sealed interface Plan permits Walk, Union {

    /** The number of entries. */
    long count();

    /** Whether the documents come in the requested order. */
    boolean ordered();

    /** Whether they come sorted by id. */
    boolean byId();
}
