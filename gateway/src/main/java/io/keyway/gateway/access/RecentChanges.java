package io.keyway.gateway.access;

import io.keyway.contracts.id.Id;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What events were about lately, so that an answer that was asked for before such an event is not
 * taken for the state after it.
 */
final class RecentChanges {

    /**
     * More events than come while a question is answered; of what is older, all may have changed.
     */
    private static final int KEPT = 10_000;

    private final Map<Id, Long> changes =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Id, Long> eldest) {
                    if (size() <= KEPT) {
                        return false;
                    }
                    completeSince = eldest.getValue();
                    return true;
                }
            };

    private long count;

    /** All changes after this one are kept. */
    private long completeSince;

    synchronized long count() {
        return count;
    }

    synchronized boolean anySince(long asOf, Collection<Id> ids) {
        return asOf < completeSince
                || ids.stream().anyMatch(id -> changes.getOrDefault(id, 0L) > asOf);
    }

    /** Notes an event and applies it, so that no answer comes between the two. */
    synchronized void note(Id id, Runnable effect) {
        count++;
        changes.remove(id);
        changes.put(id, count);
        effect.run();
    }

    /** Notes that anything may have changed. */
    synchronized void noteAll(Runnable effect) {
        count++;
        changes.clear();
        completeSince = count;
        effect.run();
    }

    /** Keeps an answer, unless an event has come since it was asked for. */
    synchronized void ifNoneSince(long asOf, Collection<Id> ids, Runnable keep) {
        if (!anySince(asOf, ids)) {
            keep.run();
        }
    }
}
