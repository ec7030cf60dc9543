package io.keyway.kit.bus;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
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

    private static final int WITHIN_SECONDS = 30;

    /** Empty if the bus did not answer: then nothing is created. */
    private final Optional<Set<String>> existing;

    NewTopicsOnly(KafkaAdmin admin) {
        existing = ask(admin);
    }

    @Override
    public boolean test(NewTopic topic) {
        return existing.isPresent() && !existing.get().contains(topic.name());
    }

    private static Optional<Set<String>> ask(KafkaAdmin admin) {
        try (Admin asking = Admin.create(admin.getConfigurationProperties())) {
            return Optional.of(asking.listTopics().names().get(WITHIN_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("topics are not created: {}", e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
