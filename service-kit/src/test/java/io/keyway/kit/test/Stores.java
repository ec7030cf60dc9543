package io.keyway.kit.test;

import com.mongodb.client.MongoDatabase;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.AuditWriter;
import io.keyway.kit.store.Relay;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.UnsendableEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The kit's store on a database, for tests that need no application. */
public final class Stores {

    private static final KitProperties.Relay RELAY =
            new KitProperties.Relay(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    100,
                    Duration.ofHours(1),
                    500);

    private Stores() {}

    /** A store whose events are not published. */
    public static Store withoutBus(MongoDatabase database) {
        Clock clock = Clock.systemUTC();
        return new Store(
                database,
                new Relay(
                        event -> {},
                        new UnsendableEvents(
                                () -> database.getCollection("unsendable-events"),
                                new SimpleMeterRegistry()),
                        clock,
                        "one",
                        RELAY),
                (topic, id) -> true,
                new AuditWriter("notes-service", clock, Optional::empty));
    }
}
