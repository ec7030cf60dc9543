package io.keyway.contracts;

import java.util.Locale;

/**
 * The topics of the bus. The partition count of one that exists never changes: a key must stay in
 * its partition.
 */
public enum Topic {
    /** Key: partner. */
    PARTNERS(Cleanup.COMPACT),
    /** Key: account or credential. */
    ACCOUNTS(Cleanup.COMPACT),
    /** Key: customer. */
    CUSTOMERS(Cleanup.COMPACT),
    /** Key: partner whose portfolio it is. */
    GRANTS(Cleanup.COMPACT),
    /** Key: product, policy or plan. */
    CATALOG(Cleanup.COMPACT),
    /** Key: order. */
    ORDERS(Cleanup.KEEP),
    /** Work chunks and what became of orders. Key: issuance or order. */
    ISSUANCE(Cleanup.KEEP),
    /** Key: license, or the chunk that was issued. */
    LICENSES(Cleanup.COMPACT),
    /** Key: vendor and license. */
    USAGE(Cleanup.KEEP),
    /** Key: payer. */
    BILLING(Cleanup.KEEP),
    /** Key: vendor. */
    AUDIT(Cleanup.KEEP);

    /** Compacted topics carry state: a reader is rebuilt from them. */
    public enum Cleanup {
        COMPACT,
        KEEP
    }

    /**
     * Partitions of a topic that is made, unless the installation says otherwise: enough for the
     * consumers of a large one, few enough for one machine.
     */
    public static final int PARTITIONS = 12;

    private final Cleanup cleanup;

    Topic(Cleanup cleanup) {
        this.cleanup = cleanup;
    }

    public String topicName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    /**
     * Whether all that is told about an aggregate has its id for a key, and so is in one partition.
     */
    public boolean isKeyedById() {
        return switch (this) {
            case PARTNERS, ACCOUNTS, CUSTOMERS, GRANTS, CATALOG, ORDERS -> true;
            case ISSUANCE, LICENSES, USAGE, BILLING, AUDIT -> false;
        };
    }
}
