package io.keyway.kit.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Topics are created and never changed: with more partitions, a key would move to another one, and
 * what one partition knows of a key would be lost.
 */
final class NewTopicsOnly implements Predicate<NewTopic> {

    private static final Logger LOG = LoggerFactory.getLogger(NewTopicsOnly.class);

    /** Empty if the bus did not answer: then nothing is created. */
    private final Optional<Set<String>> existing;

    /**
     * @param within how long the bus may take to say which topics exist; the start waits for it
     */
    NewTopicsOnly(KafkaAdmin admin, Duration within) {
        existing = ask(admin, within);
    }

    @Override
    public boolean test(NewTopic topic) {
        return existing.isPresent() && !existing.get().contains(topic.name());
    }

    /** The client itself gives up: if only the wait ended, closing it would wait for longer. */
    private static Optional<Set<String>> ask(KafkaAdmin admin, Duration within) {
        Map<String, Object> settings = new HashMap<>(admin.getConfigurationProperties());
        int timeout = Math.toIntExact(within.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        try (Admin asking = Admin.create(settings)) {
            return Optional.of(asking.listTopics().names().get());
        } catch (ExecutionException e) {
            LOG.warn("topics are not created: {}", e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
