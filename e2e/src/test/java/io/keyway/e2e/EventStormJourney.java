package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import io.keyway.e2e.StormNetwork.Distributor;
import io.keyway.e2e.StormNetwork.Reseller;
import io.keyway.local.Local;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Events come while usage-service is killed every few seconds: some twice, some by 16 senders at
 * the same moment, some out of order, some too late. What was acknowledged is counted once, at
 * every level, and billed so.
 *
 * <p>The full test is {@code -Dkeyway.storm.events=2000000 -Dkeyway.storm.distributors=3
 * -Dkeyway.storm.resellers=10 -Dkeyway.storm.licenses=334}.
 */
class EventStormJourney {

    private static final int EVENTS = Integer.getInteger("keyway.storm.events", 40_000);
    private static final int BATCH = 500;

    /** Events of a batch that were sent before, by one sender: one of 100. */
    private static final int REPEATED = BATCH / 100;

    /** Of so many batches, one is sent by 16 senders at the same moment: one of 100 events. */
    private static final int BATCHES_PER_RACE = 100;

    private static final int RACERS = 16;
    private static final int SENDERS = 6;
    private static final int DISTRIBUTORS = Integer.getInteger("keyway.storm.distributors", 2);
    private static final int RESELLERS_OF_EACH = Integer.getInteger("keyway.storm.resellers", 2);
    private static final int LICENSES_OF_EACH = Integer.getInteger("keyway.storm.licenses", 50);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
    private static final int BATCHES_BETWEEN_KILLS = 10;
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMinutes(5);
    private static final Duration COUNTED_WITHIN = Duration.ofMinutes(2);

    @Test
    void eachAcknowledgedEventIsCountedOnceAtEveryLevelDespiteKills() throws Exception {
        try (Local local = Local.start(Keyway.HOME, Keyway.emptyFolder(), Map.of())) {
            local.awaitReady(Keyway.STARTS_WITHIN);
            Tree tree = new Tree(new Keyway(local));
            StormNetwork network =
                    StormNetwork.create(tree, DISTRIBUTORS, RESELLERS_OF_EACH, LICENSES_OF_EACH);
            String vendor =
                    StormNetwork.key(
                            tree, tree.vendor, "report_usage", "read_usage", "read_statements");
            long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
            System.out.println("storm of " + EVENTS + " events, seed " + seed);
            EventStorm storm = new EventStorm(seed, Instant.now(), network.licenses(), EVENTS);

            int kills = send(local, tree.keyway, vendor, storm);

            System.out.println("acknowledged, usage-service was killed " + kills + " times");
            assertThat(kills).isPositive();
            Map<String, BigDecimal> byLicense = storm.byLicense();
            byPartner(network, byLicense)
                    .forEach((partner, sum) -> assertBranch(tree, vendor, partner, sum));
            for (Distributor distributor : network.distributors()) {
                assertDistributor(tree, distributor, byLicense, storm);
            }
            assertStatements(network, vendor, storm.byLicenseThisMonth());
            assertThat(tree.keyway.get(vendor, "/api/v1/rejected-events").json().path("items"))
                    .isEmpty();
        }
    }

    private static Map<String, BigDecimal> byPartner(
            StormNetwork network, Map<String, BigDecimal> byLicense) {
        Map<String, BigDecimal> sums = new HashMap<>();
        sums.put(network.tree().vendorId, StormNetwork.sum(network.licenses(), byLicense));
        for (Distributor distributor : network.distributors()) {
            sums.put(distributor.id(), StormNetwork.sum(distributor.licenses(), byLicense));
            for (Reseller reseller : distributor.resellers()) {
                sums.put(reseller.id(), StormNetwork.sum(reseller.licenses(), byLicense));
            }
        }
        return sums;
    }

    private static void assertDistributor(
            Tree tree,
            Distributor distributor,
            Map<String, BigDecimal> byLicense,
            EventStorm storm) {
        Map<String, BigDecimal> byCustomer = new HashMap<>();
        for (Reseller reseller : distributor.resellers()) {
            byCustomer.put(reseller.customerId(), StormNetwork.sum(reseller.licenses(), byLicense));
            assertSums(
                    tree,
                    distributor.key(),
                    "groupBy=license&partnerId=" + reseller.id(),
                    row -> row.path("licenseId").asString(),
                    only(reseller.licenses(), byLicense));
        }
        assertGroups(tree, distributor.key(), "customer", byCustomer);
        List<String> licenses = distributor.licenses();
        BigDecimal total = StormNetwork.sum(licenses, byLicense);
        assertGroups(tree, distributor.key(), "product", Map.of(tree.product, total));
        assertSums(
                tree,
                distributor.key(),
                "window=day",
                row -> OffsetDateTime.parse(row.path("start").asString()).toLocalDate(),
                storm.byDay(Set.copyOf(licenses)));
    }

    /** The usage line of each partner's statement: what its branch used, and its price. */
    private static void assertStatements(
            StormNetwork network, String vendor, Map<String, BigDecimal> usage) {
        Map<String, BigDecimal> quantities = byPartner(network, usage);
        String path = "/api/v1/statements?period=" + YearMonth.now(ZoneOffset.UTC) + "&partnerId=";
        List<Long> millis = new ArrayList<>();
        network.owed(usage)
                .forEach(
                        (partner, cents) -> {
                            long began = System.nanoTime();
                            Answer answer = network.tree().keyway.get(vendor, path + partner);
                            millis.add((System.nanoTime() - began) / 1_000_000);
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                            JsonNode line =
                                    answer.json()
                                            .path("items")
                                            .path(0)
                                            .path("lines")
                                            .valueStream()
                                            .filter(StormNetwork::isUsage)
                                            .findFirst()
                                            .orElseThrow();
                            assertThat(new BigDecimal(line.path("quantity").asString()))
                                    .as(line.toString())
                                    .isEqualByComparingTo(quantities.get(partner));
                            assertThat(line.path("amount").path("amount").decimalValue())
                                    .as(line.toString())
                                    .isEqualByComparingTo(cents);
                        });
        millis.sort(Comparator.naturalOrder());
        System.out.printf(
                "statements of %d partners agree, %d ms each (median, the slowest took %d)%n",
                millis.size(), millis.get(millis.size() / 2), millis.getLast());
    }

    /**
     * Sends all events until they are acknowledged. After a kill some batches are waited for, so
     * that a slow machine also comes to the end.
     *
     * @return how often usage-service was killed meanwhile
     */
    private static int send(Local local, Keyway keyway, String key, EventStorm storm)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        int kills = 0;
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                sending.add(senders.submit(() -> sendBatches(senders, keyway, key, storm, next)));
            }
            while (sending.stream().anyMatch(one -> !one.isDone())) {
                int enough = next.get() + BATCHES_BETWEEN_KILLS;
                await().atMost(ACKNOWLEDGED_WITHIN)
                        .until(
                                () ->
                                        next.get() >= enough
                                                || sending.stream().allMatch(Future::isDone));
                Thread.sleep(BETWEEN_KILLS);
                int before = local.restarts("usage-service");
                local.kill("usage-service");
                local.awaitRestart("usage-service", before + 1, Duration.ofMinutes(3));
                kills++;
                System.out.printf("%,d of %,d sent, %d kills%n", next.get() * BATCH, EVENTS, kills);
            }
            for (Future<?> one : sending) {
                one.get();
            }
        }
        return kills;
    }

    private static Void sendBatches(
            ExecutorService racing, Keyway keyway, String key, EventStorm storm, AtomicInteger next)
            throws Exception {
        while (true) {
            int batch = next.getAndIncrement();
            int from = batch * BATCH;
            if (from >= storm.size()) {
                return null;
            }
            List<Integer> numbers = storm.numbers(from, from + BATCH, REPEATED);
            List<Future<?>> racers = new ArrayList<>();
            for (int i = 1; batch % BATCHES_PER_RACE == 0 && i < RACERS; i++) {
                racers.add(racing.submit(() -> untilAcknowledged(keyway, key, storm, numbers)));
            }
            untilAcknowledged(keyway, key, storm, numbers);
            for (Future<?> racer : racers) {
                racer.get();
            }
        }
    }

    private static void untilAcknowledged(
            Keyway keyway, String key, EventStorm storm, List<Integer> numbers) {
        String body = storm.batch(numbers);
        Answer answer =
                await().atMost(ACKNOWLEDGED_WITHIN)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(200))
                        .ignoreException(UncheckedIOException.class)
                        .until(
                                () -> keyway.post(key, "/api/v1/events", body),
                                got -> got.status() == 202);
        assertThat(storm.wrong(numbers, answer.json().path("results"))).isEmpty();
    }

    private static <K> void assertSums(
            Tree tree,
            String caller,
            String query,
            Function<JsonNode, K> key,
            Map<K, BigDecimal> expected) {
        String path =
                "/api/v1/usage?meter=%s&from=%s&%s"
                        .formatted(tree.meter, Instant.now().minus(EventStorm.BEYOND), query);
        await().atMost(COUNTED_WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> {
                            Map<K, BigDecimal> sums = new HashMap<>();
                            Answer answer = tree.keyway.get(caller, path);
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                            for (JsonNode row : answer.json().path("items")) {
                                BigDecimal quantity =
                                        new BigDecimal(row.path("quantity").asString());
                                sums.merge(key.apply(row), quantity, BigDecimal::add);
                            }
                            assertThat(sums).as(query).isEqualTo(expected);
                        });
    }

    /**
     * One branch at a time: 34 of them in one answer are a hundred thousand buckets, more than the
     * stand-in of the store reads in time.
     */
    private static void assertBranch(Tree tree, String caller, String partner, BigDecimal sum) {
        assertSums(tree, caller, "partnerId=" + partner, row -> partner, Map.of(partner, sum));
    }

    private static void assertGroups(
            Tree tree, String caller, String groupBy, Map<String, BigDecimal> expected) {
        assertSums(
                tree,
                caller,
                "groupBy=" + groupBy,
                row -> row.path(groupBy + "Id").asString(),
                expected);
    }

    private static Map<String, BigDecimal> only(
            List<String> licenses, Map<String, BigDecimal> sums) {
        Map<String, BigDecimal> some = new HashMap<>(sums);
        some.keySet().retainAll(licenses);
        return some;
    }
}
