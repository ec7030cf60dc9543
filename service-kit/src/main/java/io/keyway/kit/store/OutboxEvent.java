package io.keyway.kit.store;

import org.bson.Document;

/**
 * One pending event, ready for the bus.
 *
 * @param sequence grows with every event of its aggregate: consumers ignore events that are not
 *     newer
 * @param id the same for every delivery
 * @param time ISO-8601
 * @param data the payload as JSON
 */
public record OutboxEvent(
        long sequence,
        String id,
        String type,
        String topic,
        String key,
        String subject,
        String time,
        String data) {

    static OutboxEvent of(Document entry) {
        return new OutboxEvent(
                entry.getLong("sequence"),
                entry.getString("id"),
                entry.getString("type"),
                entry.getString("topic"),
                entry.getString("key"),
                entry.getString("subject"),
                entry.getString("time"),
                entry.getString("data"));
    }
}
