package io.keyway.usage.ingest;

import io.keyway.usage.metering.UsageRecord;
import java.util.List;

/** Where accepted events go. */
interface UsageTopic {

    /**
     * Puts all of them on the bus and waits until it has acknowledged each.
     *
     * @return false if not all were acknowledged in time; some may be on the bus, and sending them
     *     again does no harm
     */
    boolean put(List<UsageRecord> records);
}
