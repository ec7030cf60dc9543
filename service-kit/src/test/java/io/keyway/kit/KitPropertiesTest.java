package io.keyway.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keyway.kit.scope.ScopeFilter;
import io.keyway.kit.test.SettingsFile;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

/** The defaults of all settings, and what is refused at the start. */
class KitPropertiesTest {

    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Settings.class)
                    .withPropertyValues(
                            "keyway.kit.service=order-service",
                            "keyway.kit.instance=order-service-1",
                            "keyway.kit.database=keyway_order",
                            "keyway.kit.scope-key=" + KEY);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(KitProperties.class)
    static class Settings {}

    @Test
    void hasDefaultsForAllButItsNamesAndTheKey() {
        runner.run(
                context ->
                        assertThat(context.getBean(KitProperties.class))
                                .isEqualTo(
                                        new KitProperties(
                                                "order-service",
                                                "order-service-1",
                                                "keyway_order",
                                                KEY,
                                                new KitProperties.Http(
                                                        DataSize.ofMegabytes(1),
                                                        1000,
                                                        50_000,
                                                        64,
                                                        100,
                                                        256,
                                                        Duration.ofSeconds(2),
                                                        Duration.ofSeconds(30),
                                                        Duration.ofSeconds(6),
                                                        50,
                                                        200,
                                                        Duration.ofHours(48),
                                                        Duration.ofSeconds(35),
                                                        10_000,
                                                        new KitProperties.Large(
                                                                "",
                                                                DataSize.ofMegabytes(4),
                                                                10_000,
                                                                150_000,
                                                                2)),
                                                new KitProperties.Store(
                                                        Duration.ofSeconds(4),
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(2),
                                                        Duration.ofSeconds(2),
                                                        300),
                                                new KitProperties.Watchdog(
                                                        Duration.ofSeconds(5), 3),
                                                new KitProperties.Relay(
                                                        Duration.ofMillis(300),
                                                        Duration.ofSeconds(15),
                                                        Duration.ofSeconds(5),
                                                        Duration.ofMillis(250),
                                                        10_000,
                                                        Duration.ofSeconds(5),
                                                        500),
                                                new KitProperties.Bus(
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(2),
                                                        Duration.ofSeconds(10),
                                                        Duration.ofMillis(500),
                                                        Duration.ofMillis(25),
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(30),
                                                        12,
                                                        96,
                                                        Duration.ofDays(60),
                                                        Duration.ofDays(7)),
                                                new KitProperties.Consumer(
                                                        4,
                                                        Duration.ofMillis(200),
                                                        Duration.ofSeconds(1),
                                                        500,
                                                        2,
                                                        Duration.ofSeconds(10)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "instance", "database"})
    void refusesToStartWithoutAName(String key) {
        runner.withPropertyValues("keyway.kit." + key + "=")
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("'" + key + "'")
                                        .hasMessageContaining("must not be blank"));
    }

    @ParameterizedTest
    @CsvSource({
        "store.timeout=6s, store.timeout must be shorter than http.turn-within",
        "http.turn-within=30s, http.turn-within must be shorter than http.request-within",
        "store.connections-max=256, store.connections-max must be larger than http.requests-max",
        "http.idempotency-takeover=30s, http.request-within must be shorter than http.idempotency-takeover"
    })
    void limitsThatDoNotFitEachOtherStopTheStart(String setting, String sentence) {
        runner.withPropertyValues("keyway.kit." + setting)
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining(sentence));
    }

    @Test
    void refusesAKeyOfAnotherFormAndNamesItsVariable() {
        runner.run(context -> assertThatCode(() -> filter(context)).doesNotThrowAnyException());
        for (String bad : List.of("AAAA", "not base64!", "A".repeat(44))) {
            runner.withPropertyValues("keyway.kit.scope-key=" + bad)
                    .run(
                            context ->
                                    assertThatIllegalArgumentException()
                                            .isThrownBy(() -> filter(context))
                                            .withMessageContaining("KEYWAY_SCOPE_KEY"));
        }
    }

    private static ScopeFilter filter(ApplicationContext context) {
        return new ScopeFilter(
                context.getBean(KitProperties.class), Clock.systemUTC(), refused -> {});
    }

    /** The file that every service imports leaves the key empty: it must have no default. */
    @Test
    void theSharedFileHasNoKey() throws Exception {
        assertThat(
                        new YamlPropertySourceLoader()
                                .load("shared", new ClassPathResource("keyway-defaults.yml"))
                                .getFirst()
                                .getProperty("keyway.kit.scope-key"))
                .hasToString("${KEYWAY_SCOPE_KEY:}");
    }

    @ParameterizedTest
    @CsvSource({"scope-key, KEYWAY_SCOPE_KEY"})
    void refusesToStartWithoutASecretAndNamesItsVariable(String key, String variable) {
        for (String missing : List.of("", " ")) {
            runner.withPropertyValues("keyway.kit." + key + "=" + missing)
                    .run(
                            context ->
                                    assertThat(context.getStartupFailure())
                                            .rootCause()
                                            .hasMessageContaining("set " + variable + " to "));
        }
    }

    @Test
    void refusesAMalformedKey() {
        runner.withPropertyValues("keyway.kit.http.page-max=100")
                .run(context -> assertThat(context).hasNotFailed());
        for (String unknown : List.of("colour=red", "http.page-maxx=1", "relay.leese=1s")) {
            runner.withPropertyValues("keyway.kit." + unknown)
                    .run(context -> assertThat(context).as(unknown).hasFailed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http.requests-max, 1, 0",
        "http.page-default, 1, 0",
        "http.page-max, 1, 0",
        "relay.retries-max, 1, 0",
        "relay.sweep-max, 1, 0",
        "bus.partitions, 1, 0",
        "consumer.attempts, 2, 1",
        "consumer.poll-records-max, 1, 0",
        "consumer.threads, 1, 0"
    })
    void acceptsLimitsAndRefusesValuesBeyondThem(String key, long taken, long refused) {
        runner.withPropertyValues("keyway.kit." + key + "=" + taken)
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("keyway.kit." + key + "=" + refused)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("keyway.kit")
                                        .hasMessageContaining("must be"));
    }

    @Test
    void sharedFileSetsNoDefaultAndShowsAllOfThem() {
        SettingsFile file = SettingsFile.named("keyway-defaults.yml");
        file.setsNoDefault("keyway.kit", KitProperties.class);
        file.showsAllDefaults("keyway.kit", KitProperties.class);
    }
}
