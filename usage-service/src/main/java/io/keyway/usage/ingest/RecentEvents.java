package io.keyway.usage.ingest;

import io.keyway.usage.metering.Fingerprint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events that this process sent last, to answer {@code duplicate} at once. Only a courtesy: the
 * journal decides what is counted.
 */
final class RecentEvents {

    private final Map<Fingerprint.Identity, Long> payloads;

    RecentEvents(int max) {
        this.payloads =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Fingerprint.Identity, Long> eldest) {
                        return size() > max;
                    }
                };
    }

    synchronized boolean contains(Fingerprint fingerprint) {
        Long payload = payloads.get(fingerprint.identity());
        return payload != null && payload == fingerprint.payload();
    }

    synchronized void add(Iterable<Fingerprint> fingerprints) {
        fingerprints.forEach(
                fingerprint -> payloads.putIfAbsent(fingerprint.identity(), fingerprint.payload()));
    }
}
