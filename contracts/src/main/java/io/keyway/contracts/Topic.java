package io.keyway.contracts;

import java.util.Locale;

/** The topics of the bus. Partition counts never change: a key must stay in its partition. */
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
    /** Key: license. */
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

    /** Enough for the consumers of a large installation, little enough for one machine. */
    public static final int PARTITIONS = 6;

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
}
