package io.keyway.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.KitProperties;
import io.keyway.kit.test.SettingsFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** What the settings are when nothing is set, and what is refused at the start. */
class OrderPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(OrderProperties.class)
    static class Settings {}

    @Test
    void hasDefaultsForAll() {
        runner.run(
                context ->
                        assertThat(context.getBean(OrderProperties.class))
                                .isEqualTo(
                                        new OrderProperties(
                                                100,
                                                1_000_000,
                                                100,
                                                100,
                                                Duration.ofDays(14),
                                                100,
                                                new OrderProperties.Settlements(
                                                        1000,
                                                        Duration.ofMinutes(1),
                                                        Duration.ofDays(7)))));
    }

    @Test
    void refusesAnUnknownKey() {
        runner.withPropertyValues("keyway.order.lines-max=3")
                .run(context -> assertThat(context).hasNotFailed());
        for (String unknown : List.of("colour=red", "lines-maxx=3")) {
            runner.withPropertyValues("keyway.order." + unknown)
                    .run(context -> assertThat(context).as(unknown).hasFailed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lines-max, 1, 0",
        "quantity-max, 1, 0",
        "managers-max, 1, 0",
        "returns-max, 1, 0",
        "returns-within, 1s, 999ms",
        "rates-max, 1, 0",
        "settlements.licenses-max, 1, 0",
        "settlements.licenses-max, 1000, 1001",
        "settlements.abandoned-after, 1s, 999ms",
        "settlements.paid-remembered-for, 1h, 59m"
    })
    void acceptsALimitAndRefusesValuesBeyondIt(String key, String taken, String refused) {
        runner.withPropertyValues("keyway.order." + key + "=" + taken)
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("keyway.order." + key + "=" + refused)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("keyway.order")
                                        .hasMessageContaining("must be"));
    }

    @Test
    void fileSetsNoDefaultAndShowsAllOfThem() {
        SettingsFile file = SettingsFile.named("application.yml");
        file.setsNoDefault("keyway.order", OrderProperties.class);
        file.showsAllDefaults("keyway.order", OrderProperties.class);
        file.setsNoDefault("keyway.kit", KitProperties.class);
    }
}
