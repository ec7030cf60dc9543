package io.keyway.usage.quotas;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.QuotaEvent;
import io.keyway.contracts.event.QuotaEvent.ThresholdReached;
import io.keyway.usage.WholeTopic;
import java.util.List;

/** Reads {@code quotas} as a system that warns would. */
final class QuotaTopic {

    private QuotaTopic() {}

    /** All that the topic has with this key now, in order. */
    static List<ThresholdReached> of(String key) {
        return WholeTopic.records("quotas").stream()
                .filter(one -> one.key().equals(key))
                .map(one -> read(one.value()))
                .toList();
    }

    private static ThresholdReached read(String json) {
        QuotaEvent event = ContractJson.mapper().readerFor(QuotaEvent.class).readValue(json);
        return switch (event) {
            case ThresholdReached reached -> reached;
        };
    }

    /** The thresholds, as {@code 2026-03 80}. */
    static List<String> told(String key) {
        return of(key).stream().map(event -> event.period() + " " + event.percent()).toList();
    }
}
