package io.keyway.usage.ingest;

import io.keyway.usage.records.UsageRecord;
import java.util.List;

/** The topic of accepted events and their corrections. */
public interface UsageTopic {

    /**
     * Sends all records and waits until each is acknowledged.
     *
     * @return false if not all were acknowledged in time; some may be on the topic, and sending
     *     them again does no harm, since an event is counted once
     */
    boolean put(List<UsageRecord> records);
}
