package io.keyway.kit;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import io.keyway.kit.access.AccessConfiguration;
import io.keyway.kit.bus.BusConfiguration;
import io.keyway.kit.bus.CatchUpConfiguration;
import io.keyway.kit.http.HttpConfiguration;
import io.keyway.kit.http.OpenApiConfiguration;
import io.keyway.kit.scope.CurrentCaller;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.Relay;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Trail;
import io.keyway.kit.store.UnsendableEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import org.bson.Document;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/** What a service gets by depending on the kit. */
@AutoConfiguration
@EnableConfigurationProperties(KitProperties.class)
@Import({
    AccessConfiguration.class,
    BusConfiguration.class,
    CatchUpConfiguration.class,
    HttpConfiguration.class,
    OpenApiConfiguration.class
})
public class KitConfiguration {

    /** Milliseconds: what the store keeps of an instant. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
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

    /**
     * Asks what every store answers: Boot's own question is one that the stand-in does not know.
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
                new Trail(settings.service(), clock, CurrentCaller::get));
    }
}
