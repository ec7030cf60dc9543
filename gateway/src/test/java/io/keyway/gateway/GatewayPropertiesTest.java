package io.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

/** The defaults of all settings, and what is refused at the start. */
class GatewayPropertiesTest {

    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static final List<String> NEEDED =
            List.of(
                    "keyway.gateway.scope-master-key=" + KEY,
                    "keyway.gateway.brokers=localhost:9092",
                    "keyway.gateway.services.partner-service=http://localhost:8081",
                    "keyway.gateway.services.order-service=http://localhost:8082",
                    "keyway.gateway.services.license-service=http://localhost:8083",
                    "keyway.gateway.services.usage-service=http://localhost:8084");

    private final ApplicationContextRunner bare =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Settings.class);

    private final ApplicationContextRunner runner =
            bare.withPropertyValues(NEEDED.toArray(String[]::new));

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(GatewayProperties.class)
    static class Settings {}

    @Test
    void hasDefaultsForAllButTheKeyAndWhereTheOthersAre() {
        runner.run(
                context ->
                        assertThat(context.getBean(GatewayProperties.class))
                                .isEqualTo(
                                        new GatewayProperties(
                                                KEY,
                                                "localhost",
                                                "localhost:9092",
                                                new GatewayProperties.Services(
                                                        URI.create("http://localhost:8081"),
                                                        URI.create("http://localhost:8082"),
                                                        URI.create("http://localhost:8083"),
                                                        URI.create("http://localhost:8084")),
                                                List.of(),
                                                DataSize.ofMegabytes(1),
                                                new GatewayProperties.LargeBodies(
                                                        DataSize.ofMegabytes(4), 2),
                                                new GatewayProperties.Clients(
                                                        50,
                                                        Duration.ofSeconds(10),
                                                        Duration.ofSeconds(20)),
                                                new GatewayProperties.CallLimits(
                                                        1000, 1000, 2000, 128, 20_000),
                                                new GatewayProperties.Upstream(
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(30),
                                                        256,
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(30),
                                                        Duration.ofSeconds(1)),
                                                new GatewayProperties.KeptAssertions(
                                                        Duration.ofSeconds(30), 10_000),
                                                new GatewayProperties.View(
                                                        Duration.ofMillis(750),
                                                        Duration.ofSeconds(10),
                                                        Duration.ofMillis(200),
                                                        Duration.ofSeconds(2),
                                                        64,
                                                        Duration.ofMillis(500),
                                                        100_000,
                                                        50_000),
                                                new GatewayProperties.Session(Duration.ofHours(12)),
                                                new GatewayProperties.KeysUsed(
                                                        Duration.ofSeconds(30), 10_000))));
    }

    @Test
    void theFileNamesTheVariableAndGivesNoDefault() throws Exception {
        assertThat(
                        new YamlPropertySourceLoader()
                                .load("file", new ClassPathResource("application.yml"))
                                .getFirst()
                                .getProperty("keyway.gateway.scope-master-key"))
                .hasToString("${KEYWAY_SCOPE_MASTER_KEY:}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brokers",
                "services.partner-service",
                "services.order-service",
                "services.license-service",
                "services.usage-service"
            })
    void refusesToStartWithoutKnowingWhereTheOthersAre(String key) {
        String[] others =
                NEEDED.stream()
                        .filter(needed -> !needed.startsWith("keyway.gateway." + key))
                        .toArray(String[]::new);
        bare.withPropertyValues(others)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("on field '" + field(key) + "'"));
    }

    private static String field(String key) {
        return key.replace("-service", "Service");
    }

    @Test
    void refusesAProxyThatIsNeitherAnAddressNorANetwork() {
        for (String bad : List.of("10.0.0.0/33", "lb.example.com", "10.1")) {
            runner.withPropertyValues("keyway.gateway.trusted-proxies=" + bad)
                    .run(context -> assertThat(context.getStartupFailure()).isNotNull());
        }
        runner.withPropertyValues("keyway.gateway.trusted-proxies=10.0.0.0/8,::1")
                .run(context -> assertThat(context.getStartupFailure()).isNull());
    }

    @Test
    void refusesAnAssertionThatExpiresOnItsWay() {
        runner.withPropertyValues("keyway.gateway.assertions.kept-for=57s")
                .run(context -> assertThat(context.getStartupFailure()).isNull());
        runner.withPropertyValues("keyway.gateway.assertions.kept-for=58s")
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("assertions.kept-for"));
    }

    @Test
    void refusesAKeyOfAnotherFormAndNamesItsVariable() {
        runner.run(
                context ->
                        assertThat(context.getBean(GatewayProperties.class).masterKey())
                                .hasSize(32));
        for (String bad : List.of("AAAA", "not base64!", "A".repeat(44))) {
            runner.withPropertyValues("keyway.gateway.scope-master-key=" + bad)
                    .run(
                            context ->
                                    assertThatIllegalArgumentException()
                                            .isThrownBy(
                                                    context.getBean(GatewayProperties.class)
                                                            ::masterKey)
                                            .withMessageContaining("KEYWAY_SCOPE_MASTER_KEY"));
        }
    }

    @ParameterizedTest
    @CsvSource({"scope-master-key, KEYWAY_SCOPE_MASTER_KEY"})
    void refusesToStartWithoutASecretAndNamesItsVariable(String key, String variable) {
        for (String missing : List.of("", " ")) {
            runner.withPropertyValues("keyway.gateway." + key + "=" + missing)
                    .run(
                            context ->
                                    assertThat(context.getStartupFailure())
                                            .rootCause()
                                            .hasMessageContaining("set " + variable + " to "));
        }
    }

    @Test
    void refusesAMalformedKey() {
        runner.withPropertyValues("keyway.gateway.view.ask-max=3")
                .run(context -> assertThat(context).hasNotFailed());
        for (String unknown :
                List.of(
                        "colour=red",
                        "view.ask-maxx=1",
                        "services.billing-service=http://localhost:1")) {
            runner.withPropertyValues("keyway.gateway." + unknown)
                    .run(context -> assertThat(context).as(unknown).hasFailed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "view.ask-max, 1, 0",
        "view.answers-max, 1, 0",
        "view.identities-max, 1, 0",
        "limits.per-address, 1, 0",
        "limits.per-credential, 1, 0",
        "limits.per-partner, 1, 0",
        "limits.at-once-per-partner, 1, 0",
        "limits.callers-max, 1, 0",
        "upstream.connections-max, 1, 0",
        "assertions.max, 1, 0"
    })
    void acceptsLimitsAndRefusesValuesBeyondThem(String key, long taken, long refused) {
        runner.withPropertyValues("keyway.gateway." + key + "=" + taken)
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("keyway.gateway." + key + "=" + refused)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("keyway.gateway")
                                        .hasMessageContaining("must be"));
    }
}
