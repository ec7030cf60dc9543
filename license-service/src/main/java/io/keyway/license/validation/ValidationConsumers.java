package io.keyway.license.validation;

import io.keyway.contracts.event.LicenseEvent;
import io.keyway.kit.bus.Subscriptions;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Every instance hears of every license, and forgets what it knew of it. */
@Configuration(proxyBeanMethods = false)
class ValidationConsumers {

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, ValidationCache cache) {
        return subscriptions.to(
                LicenseEvent.class,
                received ->
                        received.event()
                                .licenses()
                                .forEach(license -> cache.evict(license.keyHash())));
    }

    /**
     * What changed while nobody listened was not heard: the cache is of use only between these two
     * calls.
     */
    @Bean
    KafkaBindingRebalanceListener listening(ValidationCache cache) {
        return new KafkaBindingRebalanceListener() {

            @Override
            public void onPartitionsAssigned(
                    String bindingName,
                    org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
                    Collection<TopicPartition> partitions,
                    boolean initial) {
                if (bindingName.startsWith("onLicenses")) {
                    // Asks for the position now, so that listening starts now and not with the
                    // first poll.
                    partitions.forEach(consumer::position);
                    cache.listen();
                }
            }

            @Override
            public void onPartitionsRevokedBeforeCommit(
                    String bindingName,
                    org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
                    Collection<TopicPartition> partitions) {
                if (bindingName.startsWith("onLicenses")) {
                    cache.stopListening();
                }
            }
        };
    }
}
