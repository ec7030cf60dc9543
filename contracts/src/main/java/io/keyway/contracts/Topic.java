package io.keyway.contracts;

import java.util.Locale;

/**
 * The topics of the bus. The number of partitions of an existing topic must not change: a key must
 * stay in its partition.
 */
public enum Topic {
    /** Key: partner id. */
    PARTNERS(Cleanup.COMPACT),
    /** Key: account id. */
    ACCOUNTS(Cleanup.COMPACT),
    /** Key: credential id. */
    CREDENTIALS(Cleanup.PASS),
    /** Key: customer id. */
    CUSTOMERS(Cleanup.COMPACT),
    /** Key: id of the partner whose portfolio it is. */
    GRANTS(Cleanup.COMPACT),
    /** Key: product, policy or plan id. */
    CATALOG(Cleanup.COMPACT),
    /** Key: order id. */
    ORDERS(Cleanup.KEEP),
    /** Work chunks, and the results of orders. Key: issuance id or order id. */
    ISSUANCE(Cleanup.KEEP),
    /** Key: license id, or the chunk that was issued. */
    LICENSES(Cleanup.COMPACT),
    /** Key: vendor id and license id. */
    USAGE(Cleanup.KEEP),
    /** Key: id of the partner or customer that pays. */
    BILLING(Cleanup.KEEP),
    /** Key: id of the license, customer or partner whose usage is limited. */
    QUOTAS(Cleanup.KEEP),
    /** Key: vendor id. */
    AUDIT(Cleanup.KEEP);

    /** How long events stay on a topic. */
    public enum Cleanup {
        /** The last one of each key stays: a reader can be rebuilt from it. */
        COMPACT,
        /** All stay. */
        KEEP,
        /** Some days: readers follow it from now on, and ask for what was before. */
        PASS
    }

    /**
     * Partitions of a new topic, unless the installation sets another number: enough for the
     * consumers of a large installation, few enough for one machine.
     */
    public static final int PARTITIONS = 12;

    /** The same for {@link #USAGE}, whose partitions are shared by instances of usage-service. */
    public static final int USAGE_PARTITIONS = 96;

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

    /** Whether all events about an aggregate have its id as key, and so are in one partition. */
    public boolean isKeyedById() {
        return switch (this) {
            case PARTNERS, ACCOUNTS, CREDENTIALS, CUSTOMERS, GRANTS, CATALOG, ORDERS -> true;
            case ISSUANCE, LICENSES, USAGE, BILLING, QUOTAS, AUDIT -> false;
        };
    }
}
