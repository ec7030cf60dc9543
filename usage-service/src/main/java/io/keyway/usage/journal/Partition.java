package io.keyway.usage.journal;

/**
 * A partition of the usage topic.
 *
 * @param topicId Kafka's id of the topic: a topic made anew counts from offset 0 again, and must
 *     not be taken for the old one
 */
public record Partition(String topicId, int number) {

    /** {@code topicId:number}, the beginning of the ids of its journals. */
    public String id() {
        return topicId + ":" + number;
    }
}
