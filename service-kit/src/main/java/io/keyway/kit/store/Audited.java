package io.keyway.kit.store;

/** Which changes of a kind of aggregate the audit trail records. */
public enum Audited {
    /** All of them. */
    ALL,
    /** Changes that publish an event; the others are bookkeeping. */
    PUBLISHED,
    /** The creation only: later changes are background work on it. */
    CREATION,
    /** None: a copy of what is recorded elsewhere, or the audit trail itself. */
    NONE
}
