package io.keyway.kit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import io.keyway.kit.access.AccessConfiguration;
import io.keyway.kit.bus.BusConfiguration;
import io.keyway.kit.bus.CatchUpConfiguration;
import io.keyway.kit.http.HttpConfiguration;
import io.keyway.kit.scope.CurrentCaller;
import io.keyway.kit.store.AuditWriter;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.Relay;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.UnsendableEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import org.bson.Document;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The beans that a service gets by depending on the kit. */
@AutoConfiguration(before = ValidationAutoConfiguration.class)
@EnableConfigurationProperties(KitProperties.class)
@Import({
    AccessConfiguration.class,
    BusConfiguration.class,
    CatchUpConfiguration.class,
    HttpConfiguration.class
})
public class KitConfiguration {

    /** Milliseconds: what the store keeps of an instant. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    /** After Boot's, which applies the URI: these limits override what the URI says. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    MongoClientSettingsBuilderCustomizer storeLimits(KitProperties settings) {
        KitProperties.Store limits = settings.store();
        return client ->
                client.timeout(limits.timeout().toMillis(), MILLISECONDS)
                        .applyToClusterSettings(
                                cluster ->
                                        cluster.serverSelectionTimeout(
                                                limits.selectTimeout().toMillis(), MILLISECONDS))
                        .applyToSocketSettings(
                                socket ->
                                        socket.connectTimeout(
                                                Math.toIntExact(limits.connectTimeout().toMillis()),
                                                MILLISECONDS))
                        .applyToServerSettings(
                                server ->
                                        server.heartbeatFrequency(
                                                limits.lookEvery().toMillis(), MILLISECONDS))
                        .applyToConnectionPoolSettings(
                                pool -> pool.maxSize(limits.connectionsMax()));
    }

    @Bean
    Relay relay(
            @Lazy Publisher publisher,
            MongoClient client,
            Clock clock,
            KitProperties settings,
            MeterRegistry metrics) {
        UnsendableEvents unsendable =
                new UnsendableEvents(
                        () ->
                                client.getDatabase(settings.database())
                                        .getCollection("unsendable-events"),
                        metrics);
        return new Relay(publisher, unsendable, clock, settings.instance(), settings.relay());
    }

    @Bean
    Rounds relaySweeps(Relay relay, KitProperties settings) {
        return new Rounds("relay-sweep")
                .first(() -> relay.sweep(true))
                .every(settings.relay().sweepEvery(), () -> relay.sweep(false))
                .every(settings.relay().retryEvery(), relay::retry);
    }

    /**
     * Checks the store with a {@code ping}, because the stand-in does not know the command that
     * Spring Boot's own check uses.
     */
    @Bean
    HealthIndicator mongoHealthIndicator(MongoClient client, KitProperties settings) {
        return () -> {
            try {
                client.getDatabase(settings.database()).runCommand(new Document("ping", 1));
                return Health.up().build();
            } catch (MongoException e) {
                return Health.down(e).build();
            }
        };
    }

    @Bean
    Store store(
            MongoClient client, KitProperties settings, Relay relay, Clock clock, CatchUp catchUp) {
        return new Store(
                client.getDatabase(settings.database()),
                relay,
                catchUp,
                new AuditWriter(settings.service(), clock, CurrentCaller::get));
    }
}
