package io.keyway.usage.journal;

/**
 * A partition of the usage topic.
 *
 * @param topicId Kafka's id of the topic: a topic that was deleted and created again has offsets
 *     from 0 again, and must not be taken for the old one
 */
public record Partition(String topicId, int number) {

    /** {@code topicId:number}, the prefix of the ids of its journals. */
    public String id() {
        return topicId + ":" + number;
    }
}
