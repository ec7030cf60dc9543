package io.keyway.kit.store;

import com.mongodb.client.MongoCollection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** Aggregates whose events the bus did not take, oldest first; bounded. */
final class RetryQueue {

    record Entry(MongoCollection<Document> documents, String id) {}

    private final int entriesMax;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    RetryQueue(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    /** Drops the entry when the queue is full: a sweep finds the aggregate later. */
    void add(Entry entry) {
        if (count.incrementAndGet() <= entriesMax) {
            entries.add(entry);
        } else {
            count.decrementAndGet();
        }
    }

    Optional<Entry> poll() {
        Entry next = entries.poll();
        if (next != null) {
            count.decrementAndGet();
        }
        return Optional.ofNullable(next);
    }
}
