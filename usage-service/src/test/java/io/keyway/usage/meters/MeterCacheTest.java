package io.keyway.usage.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.Stores;
import io.keyway.kit.test.TestPlatform;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Two processes with one store. */
class MeterCacheTest {

    private static final Duration CACHE_FOR = Duration.ofMillis(500);

    private final MongoClient client = MongoClients.create(TestPlatform.store());
    private final MongoDatabase database =
            client.getDatabase("meters_" + UUID.randomUUID().toString().substring(0, 8));
    private final PartnerId vendor = PartnerId.next();

    @AfterEach
    void drop() {
        database.drop();
        client.close();
    }

    @Test
    void anotherProcessKnowsAChangeWhenItsCacheEnds() {
        Meters here = process();
        Meters there = process();
        DefinedMeter meter = define(here, "calls");
        assertThat(there.defined(vendor)).containsExactly(meter);

        Instant changed = Instant.now();
        here.change(meter.id(), stored -> Decision.change(archived(stored)));

        assertThat(here.defined(vendor)).noneMatch(DefinedMeter::counts);
        await().atMost(CACHE_FOR.multipliedBy(4))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> there.defined(vendor).stream().noneMatch(DefinedMeter::counts));
        assertThat(Duration.between(changed, Instant.now())).isLessThan(CACHE_FOR.plusMillis(500));
    }

    /** As a former version has stored it. */
    @Test
    void aMeterFromBeforeIsActiveShownByItsCodeAndLast() {
        MeterId old = MeterId.next();
        database.getCollection("meters")
                .insertOne(
                        new Document("_id", old.value())
                                .append("version", 1L)
                                .append("scope", List.of(vendor.value()))
                                .append(
                                        "state",
                                        new Document(
                                                        "meter",
                                                        new Document("id", old.value())
                                                                .append("vendorId", vendor.value())
                                                                .append("code", "a")
                                                                .append("eventType", "t")
                                                                .append("aggregation", "count")
                                                                .append(
                                                                        "groupBy",
                                                                        List.of(
                                                                                "p", "q", "r", "s",
                                                                                "t")))
                                                .append("codeOfVendor", vendor.value() + ":a")
                                                .append("createdAt", new Date())));
        Meters meters = process();
        define(meters, "z", 1000);

        assertThat(meters.defined(vendor)).extracting(DefinedMeter::name).containsExactly("z", "a");
        DefinedMeter found = meters.defined(vendor).getLast();
        assertThat(found.id()).isEqualTo(old);
        assertThat(found.counts()).isTrue();
        assertThat(found.meter().groupBy()).hasSize(5);
        assertThat(meters.page(Callers.operator(), PageRequest.first(10)).items())
                .extracting(meter -> meter.state().name())
                .containsExactly("z", "a");
    }

    private DefinedMeter define(Meters meters, String code) {
        return define(meters, code, null);
    }

    private DefinedMeter define(Meters meters, String code, Integer position) {
        Meter meter =
                new Meter(MeterId.next(), vendor, code, "t", Aggregation.COUNT, null, List.of());
        return meters.define(
                        DefinedMeter.of(
                                meter, Instant.parse("2026-01-01T00:00:00Z"), null, null, position))
                .orElseThrow()
                .state();
    }

    private static DefinedMeter archived(Stored<DefinedMeter> stored) {
        DefinedMeter now = stored.state();
        return new DefinedMeter(
                now.meter(),
                now.codeOfVendor(),
                now.createdAt(),
                now.displayName(),
                now.unit(),
                DefinedMeter.Status.ARCHIVED,
                now.position());
    }

    private Meters process() {
        return new Meters(
                Stores.withoutBus(database),
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of(
                                                "keyway.usage.meters.cache-for",
                                                CACHE_FOR.toMillis() + "ms")))
                        .bindOrCreate("keyway.usage", UsageProperties.class));
    }
}
