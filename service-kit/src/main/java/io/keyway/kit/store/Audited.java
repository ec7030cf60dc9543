package io.keyway.kit.store;

/** Which changes of a kind of aggregate the audit trail records. */
public enum Audited {
    /** All of them. */
    ALL,
    /** Those that tell the bus a fact; what tells nobody is bookkeeping. */
    TOLD,
    /** Only that it was made: what follows is work on it. */
    CREATION,
    /** None: a copy of what is recorded elsewhere, or the trail itself. */
    NONE
}
