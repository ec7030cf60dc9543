package io.keyway.contracts.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Examples that other systems publish for these price models have the same results here. */
class PublishedPricesTest {

    @ParameterizedTest(name = "{0}: {2} units cost {3}")
    @MethodSource("examples")
    void matchesThePublishedExample(
            String name, Price price, BigDecimal quantity, BigDecimal total) {
        Tariff rate =
                new Tariff(price, BigDecimal.ZERO, BigDecimal.ZERO, Currency.getInstance("USD"));

        Rated rated = rate.rate(quantity);

        assertThat(rated.exact()).isEqualByComparingTo(total);
        assertThat(rated.minor()).isEqualTo(total.movePointRight(2).longValueExact());
    }

    static Stream<Arguments> examples() throws Exception {
        try (var in = PublishedPricesTest.class.getResourceAsStream("/vectors/rating.json")) {
            JsonNode root = JsonMapper.shared().readTree(in);
            return StreamSupport.stream(root.get("cases").spliterator(), false)
                    .flatMap(PublishedPricesTest::examplesOf)
                    .toList()
                    .stream();
        }
    }

    private static Stream<Arguments> examplesOf(JsonNode example) {
        List<Price.Tier> tiers =
                StreamSupport.stream(example.get("tiers").spliterator(), false)
                        .map(
                                tier ->
                                        new Price.Tier(
                                                decimal(tier.get("upTo"), null),
                                                decimal(tier.get("unit"), BigDecimal.ZERO),
                                                decimal(tier.get("flat"), BigDecimal.ZERO)))
                        .toList();
        Price price =
                switch (example.get("model").asString()) {
                    case "volume" -> new Price.Volume(tiers);
                    case "graduated" -> new Price.Graduated(tiers);
                    default -> throw new IllegalArgumentException(example.toString());
                };
        return example.get("totals").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(
                        total ->
                                Arguments.of(
                                        example.get("name").asString(),
                                        price,
                                        new BigDecimal(total.getKey()),
                                        new BigDecimal(total.getValue().asString())));
    }

    private static BigDecimal decimal(@Nullable JsonNode node, @Nullable BigDecimal otherwise) {
        return node == null || node.isNull() ? otherwise : new BigDecimal(node.asString());
    }
}
