package io.keyway.usage.log;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Asks the bus for the ids of topics. */
public final class TopicIds {

    private TopicIds() {}

    /**
     * @throws IllegalStateException if the bus does not answer
     */
    public static String of(Map<String, Object> properties, String topic) {
        try (Admin admin = Admin.create(properties)) {
            return Objects.requireNonNull(
                            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic))
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the topic " + topic + " cannot be asked for its id", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
