package io.keyway.license.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LicenseServiceTest
class ValidationFromMemoryTest {

    private final Market market;
    private final MeterRegistry metrics;

    @Autowired
    ValidationFromMemoryTest(Markets markets, MeterRegistry metrics) {
        this.market = markets.open();
        this.metrics = metrics;
    }

    @Test
    void cachedKeyIsValidatedWithoutTheStore() {
        ProductId product = market.product();
        PolicyId policy = market.policy(product);
        String key =
                market.issued(market.vendor, product, policy, market.customer(), 1, Map.of())
                        .getFirst()
                        .get("key")
                        .asString();
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(20))
                .until(() -> market.verdict(key, Map.of()).equals("VALID"));

        double misses = gets("miss");
        double hits = gets("hit");
        for (int i = 0; i < 20; i++) {
            assertThat(market.verdict(key, Map.of())).isEqualTo("VALID");
        }

        assertThat(gets("hit") - hits).isEqualTo(20);
        assertThat(gets("miss")).isEqualTo(misses);
    }

    @Test
    void blanksAroundAKeyDoNotCount() {
        ProductId product = market.product();
        String key =
                market.issued(
                                market.vendor,
                                product,
                                market.policy(product),
                                market.customer(),
                                1,
                                Map.of())
                        .getFirst()
                        .get("key")
                        .asString();
        for (String typed : List.of(key + "\n", " " + key + " ", "\t" + key + "\r\n")) {
            assertThat(market.verdict(typed, Map.of())).isEqualTo("VALID");
        }
    }

    @Test
    void unknownKeyIsNotCached() {
        double size = size();
        for (int i = 0; i < 50; i++) {
            assertThat(market.verdict("guess-" + i, Map.of())).isEqualTo("NOT_FOUND");
        }

        assertThat(size()).isLessThanOrEqualTo(size);
    }

    private double gets(String result) {
        return metrics.get("cache.gets")
                .tag("cache", "validation")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    private double size() {
        return metrics.get("cache.size").tag("cache", "validation").gauge().value();
    }
}
