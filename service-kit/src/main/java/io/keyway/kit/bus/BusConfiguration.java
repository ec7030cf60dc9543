package io.keyway.kit.bus;

import io.keyway.contracts.Topic;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.ListenerContainerWithDlqAndRetryCustomizer;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.KafkaHeaderMapper;
import org.springframework.kafka.support.SimpleKafkaHeaderMapper;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/** The bus: topics, publishing, consuming, dead letters. */
@Configuration(proxyBeanMethods = false)
public class BusConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(BusConfiguration.class);

    /** Every service declares all topics: the first one that starts creates them. */
    @Bean
    KafkaAdmin.NewTopics topics(KitProperties settings) {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            topics.add(topic(topic, settings.bus()));
        }
        topics.add(
                kept(TopicBuilder.name(DeadLetters.topicOf(settings.service())).partitions(1))
                        .build());
        return new KafkaAdmin.NewTopics(topics.toArray(NewTopic[]::new));
    }

    @Bean
    NewTopicsOnly newTopicsOnly(KafkaAdmin admin, KitProperties settings) {
        NewTopicsOnly only = new NewTopicsOnly(admin, settings.bus().topicsWithin());
        admin.setCreateOrModifyTopic(only);
        return only;
    }

    private static NewTopic topic(Topic topic, KitProperties.Bus settings) {
        TopicBuilder builder = TopicBuilder.name(topic.topicName());
        if (topic == Topic.USAGE) {
            return keptFor(settings.usageKeptFor(), builder.partitions(settings.usagePartitions()))
                    .build();
        }
        builder.partitions(settings.partitions());
        return switch (topic.cleanup()) {
            case COMPACT -> builder.compact().build();
            case KEEP -> kept(builder).build();
            case PASS -> keptFor(settings.passedKeptFor(), builder).build();
        };
    }

    private static TopicBuilder kept(TopicBuilder topic) {
        return topic.config("retention.ms", "-1");
    }

    private static TopicBuilder keptFor(Duration time, TopicBuilder topic) {
        return topic.config("retention.ms", Long.toString(time.toMillis()));
    }

    @Bean
    Publisher publisher(StreamBridge bridge, KitProperties settings) {
        return new StreamPublisher(bridge, settings.service());
    }

    @Bean
    Subscriptions subscriptions(MeterRegistry metrics) {
        return new Subscriptions(metrics);
    }

    /** Headers are plain text on the bus, not JSON with the names of Java types. */
    @Bean
    KafkaHeaderMapper eventHeaders() {
        return new SimpleKafkaHeaderMapper("ce_*", "content-type");
    }

    @Bean
    ConsumerConfigCustomizer consumerSettings(KitProperties settings) {
        return (properties, binding, topic) -> {
            // A binding's own settings win.
            properties.putIfAbsent(
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.consumer().pollRecordsMax());
            properties.put(
                    ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                    Math.toIntExact(settings.consumer().sessionTimeout().toMillis()));
        };
    }

    @Bean
    ClientFactoryCustomizer leaveOnClose() {
        return new ClientFactoryCustomizer() {
            @Override
            @SuppressWarnings("unchecked")
            public void configure(ConsumerFactory<?, ?> factory) {
                ((ConsumerFactory<Object, Object>) factory).addPostProcessor(LeaveOnClose::of);
            }
        };
    }

    /**
     * A failed event is retried, then kept as a dead letter. The offset is committed only after the
     * broker has acknowledged the dead letter: if that fails too, the event is delivered again.
     */
    @Bean
    ListenerContainerWithDlqAndRetryCustomizer deadLettering(
            @Qualifier("deadLetterTemplate") KafkaTemplate<byte[], byte[]> template,
            KitProperties settings) {
        DefaultErrorHandler handler = errorHandler(template, settings);
        return new ListenerContainerWithDlqAndRetryCustomizer() {
            @Override
            public void configure(
                    AbstractMessageListenerContainer<?, ?> container,
                    String destination,
                    String group,
                    @Nullable BiFunction<ConsumerRecord<?, ?>, Exception, TopicPartition>
                            deadLetterDestination,
                    @Nullable BackOff backOff) {
                container.setCommonErrorHandler(handler);
            }

            @Override
            public boolean retryAndDlqInBinding(String destination, String group) {
                return false;
            }
        };
    }

    @Bean
    KafkaTemplate<byte[], byte[]> deadLetterTemplate(KafkaProperties kafka) {
        Map<String, Object> producer = kafka.buildProducerProperties();
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaTemplate<>(
                new DefaultKafkaProducerFactory<>(
                        producer, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    static DefaultErrorHandler errorHandler(
            KafkaTemplate<byte[], byte[]> template, KitProperties settings) {
        String topic = DeadLetters.topicOf(settings.service());
        DeadLetterPublishingRecoverer recoverer =
                new DeadLetterPublishingRecoverer(
                        template, (event, failure) -> new TopicPartition(topic, 0));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.setHeadersFunction((event, failure) -> DeadLetters.reasons(failure));
        KitProperties.Consumer consumer = settings.consumer();
        ExponentialBackOff backOff = new ExponentialBackOff(consumer.backOff().toMillis(), 2);
        backOff.setMaxAttempts(consumer.attempts() - 1);
        BackOff away =
                new FixedBackOff(
                        consumer.awayBackOff().toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS);
        DefaultErrorHandler handler = new DefaultErrorHandler(recoverer, backOff);
        handler.addNotRetryableExceptions(BrokenEventException.class);
        // The container's own message would print every header of every record of the poll.
        handler.setLogLevel(KafkaException.Level.DEBUG);
        handler.setRetryListeners(
                (event, failure, attempt) ->
                        LOG.warn(
                                "{}-{}@{} failed, attempt {}: {}",
                                event.topic(),
                                event.partition(),
                                event.offset(),
                                attempt,
                                String.valueOf(NestedExceptionUtils.getRootCause(failure))));
        handler.setBackOffFunction((event, failure) -> TransientFailures.is(failure) ? away : null);
        return handler;
    }

    @Bean
    DeadLetters deadLetters(
            KafkaProperties kafka,
            @Qualifier("deadLetterTemplate") KafkaTemplate<byte[], byte[]> template,
            KitProperties settings,
            ObjectProvider<BindingServiceProperties> bindings,
            ConfigurableListableBeanFactory beans) {
        return new DeadLetters(
                kafka.buildConsumerProperties(),
                template,
                settings,
                topic -> consumerOf(topic, bindings.getObject(), beans));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Consumer<Message<?>> consumerOf(
            String topic,
            BindingServiceProperties bindings,
            ConfigurableListableBeanFactory beans) {
        return new Bindings(bindings)
                .consumerOf(topic)
                .filter(beans::containsBean)
                .map(name -> (Consumer<Message<?>>) beans.getBean(name))
                .orElse(null);
    }

    @Bean
    DeadLettersEndpoint deadLettersEndpoint(DeadLetters deadLetters) {
        return new DeadLettersEndpoint(deadLetters);
    }
}
