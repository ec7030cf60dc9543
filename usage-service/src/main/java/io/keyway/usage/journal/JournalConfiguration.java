package io.keyway.usage.journal;

import io.keyway.contracts.Topic;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.Store;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.identities.SealedStore;
import io.keyway.usage.log.TopicIds;
import io.keyway.usage.log.UsageLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the journal. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

    /** A process that sends no heartbeat for this long loses its partitions to the others. */
    private static final int SESSION_MILLIS = 10_000;

    /** A poll returns with less only when {@code gather-for} is over: each costs an insert. */
    private static final int BATCH_BYTES_MIN = 512 * 1024;

    /** Kafka's default of 50 MB is a fifth of a small heap, and more when it is decompressed. */
    private static final int FETCH_BYTES_MAX = 4 * 1024 * 1024;

    /** Journals that one request deletes. */
    private static final int DROPPED_AT_ONCE_MAX = 2_000;

    @Bean
    Journals journals(Store store, UsageProperties settings) {
        return new Journals(store.collection("journals"), settings.journal().recentMax());
    }

    @Bean
    Positions positions(Store store) {
        return new Positions(store.collection("positions"));
    }

    @Bean
    SealedStore sealedStore(Store store) {
        return new SealedStore(store.collection("seals"), store.collection("sealedIdentities"));
    }

    /** Asked for at each use, because what is billed is found out from usage. */
    @Bean
    DropJournals dropJournals(
            Journals journals,
            Positions positions,
            ObjectProvider<BilledUsage> billed,
            UsageProperties settings,
            Clock clock) {
        return new DropJournals(
                journals,
                positions,
                () -> Optional.ofNullable(billed.getIfAvailable()).map(BilledUsage::billedBefore),
                settings.journal().keptFor(),
                clock,
                DROPPED_AT_ONCE_MAX);
    }

    @Bean
    JournalThread journalThread(
            UsageProperties settings,
            KitProperties kit,
            KafkaProperties kafka,
            Journals journals,
            Positions positions,
            SealedStore sealed,
            DropJournals drop,
            Clock clock,
            MeterRegistry metrics) {
        UsageProperties.Journal journal = settings.journal();
        return new JournalThread(
                () -> open(journal, kit, kafka, journals, positions, sealed, drop, clock, metrics),
                journal.gatherFor(),
                journal.retryAfter());
    }

    private static JournalThread.Session open(
            UsageProperties.Journal settings,
            KitProperties kit,
            KafkaProperties kafka,
            Journals journals,
            Positions positions,
            SealedStore sealed,
            DropJournals drop,
            Clock clock,
            MeterRegistry metrics) {
        String topic = Topic.USAGE.topicName();
        String topicId = TopicIds.of(kafka.buildAdminProperties(), topic);
        Map<String, Object> consumer = kafka.buildConsumerProperties();
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, kit.service() + "-journal");
        // Static membership: a process that restarts under its name keeps its partitions.
        consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, kit.instance());
        consumer.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.eventsMax());
        consumer.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, BATCH_BYTES_MIN);
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        consumer.put(
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                Math.toIntExact(settings.gatherFor().toMillis()));
        UsageLog log =
                new UsageLog(
                        new KafkaConsumer<>(
                                consumer, new StringDeserializer(), new ByteArrayDeserializer()),
                        topic);
        ExecutorService background =
                Executors.newFixedThreadPool(
                        settings.loadThreads(),
                        Thread.ofPlatform().daemon().name("identities-", 0).factory());
        JournalWriter writer =
                new JournalWriter(
                        topicId,
                        log,
                        journals,
                        positions,
                        sealed,
                        drop,
                        settings,
                        background,
                        clock,
                        metrics);
        log.follow(writer);
        return new JournalThread.Session() {
            @Override
            public JournalWriter writer() {
                return writer;
            }

            @Override
            public void close() {
                background.shutdownNow();
                log.close();
            }
        };
    }
}
