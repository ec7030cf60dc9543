package io.keyway.license.issuance;

/** Whether chunks wait on the bus for an instance to take them. */
@FunctionalInterface
interface QueuedChunks {

    boolean any();
}
