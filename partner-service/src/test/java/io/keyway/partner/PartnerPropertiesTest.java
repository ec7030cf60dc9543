package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.KitProperties;
import io.keyway.kit.test.SettingsFile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** What the settings are when nothing is set, and what is refused at the start. */
class PartnerPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Settings.class)
                    .withPropertyValues(
                            "keyway.partner.admin-email=admin@example.com",
                            "keyway.partner.admin-password=a-secret",
                            "keyway.partner.audit.key=AAAA");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PartnerProperties.class)
    static class Settings {}

    @Test
    void hasDefaultsForAllButTheOperator() {
        runner.run(
                context ->
                        assertThat(context.getBean(PartnerProperties.class))
                                .isEqualTo(
                                        new PartnerProperties(
                                                "admin@example.com",
                                                "a-secret",
                                                Duration.ofMinutes(30),
                                                Duration.ofDays(14),
                                                Duration.ofHours(12),
                                                50,
                                                500,
                                                0,
                                                Duration.ofSeconds(2),
                                                8,
                                                10,
                                                new PartnerProperties.SignIn(
                                                        10,
                                                        100,
                                                        50,
                                                        Duration.ofSeconds(1),
                                                        Duration.ofMinutes(15),
                                                        Duration.ofSeconds(30),
                                                        Duration.ofHours(1),
                                                        Duration.ofDays(90)),
                                                new PartnerProperties.Applications(
                                                        5,
                                                        Duration.ofHours(1),
                                                        1000,
                                                        Duration.ofMinutes(1)),
                                                Set.of(
                                                        "admin",
                                                        "api",
                                                        "app",
                                                        "keyway",
                                                        "login",
                                                        "operator",
                                                        "partner",
                                                        "root",
                                                        "support",
                                                        "www"),
                                                new PartnerProperties.Transfer(
                                                        Duration.ofDays(7),
                                                        Duration.ofHours(1),
                                                        10,
                                                        100),
                                                new PartnerProperties.Audit("AAAA", 100))));
    }

    @Test
    void theFileNamesTheVariablesAndGivesNoDefault() throws Exception {
        PropertySource<?> file =
                new YamlPropertySourceLoader()
                        .load("file", new ClassPathResource("application.yml"))
                        .getFirst();
        assertThat(file.getProperty("keyway.partner.admin-email"))
                .hasToString("${KEYWAY_ADMIN_EMAIL:}");
        assertThat(file.getProperty("keyway.partner.admin-password"))
                .hasToString("${KEYWAY_ADMIN_PASSWORD:}");
    }

    @ParameterizedTest
    @CsvSource({
        "admin-email, KEYWAY_ADMIN_EMAIL",
        "admin-password, KEYWAY_ADMIN_PASSWORD",
        "audit.key, KEYWAY_AUDIT_KEY"
    })
    void refusesToStartWithoutASecretAndNamesItsVariable(String key, String variable) {
        for (String missing : List.of("", " ")) {
            runner.withPropertyValues("keyway.partner." + key + "=" + missing)
                    .run(
                            context ->
                                    assertThat(context.getStartupFailure())
                                            .rootCause()
                                            .hasMessageContaining("set " + variable + " to "));
        }
    }

    @Test
    void refusesAnUnknownKey() {
        runner.withPropertyValues("keyway.partner.depth-max=3")
                .run(context -> assertThat(context).hasNotFailed());
        for (String unknown : List.of("colour=red", "depth-maxx=3", "sign-in.pairs=3")) {
            runner.withPropertyValues("keyway.partner." + unknown)
                    .run(context -> assertThat(context).as(unknown).hasFailed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "password-hashes-max, 0, -1",
        "api-keys-max, 1, 0",
        "api-keys-max, 1000, 1001",
        "accounts-max, 1, 0",
        "accounts-max, 10000, 10001",
        "sign-in.pair-free, 1, 0",
        "sign-in.pair-free, 1000, 1001",
        "sign-in.address-free, 1, 0",
        "sign-in.account-free, 1, 0",
        "applications.per-address-max, 1, 0",
        "applications.per-address-max, 1000, 1001",
        "applications.pending-max, 1, 0",
        "depth-max, 2, 1",
        "depth-max, 32, 33",
        "unpaid-license-limit, 0, -1"
    })
    void acceptsLimitsAndRefusesValuesBeyondThem(String key, long taken, long refused) {
        runner.withPropertyValues("keyway.partner." + key + "=" + taken)
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("keyway.partner." + key + "=" + refused)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining("keyway.partner")
                                        .hasMessageContaining("must be"));
    }

    @Test
    void fileSetsNoDefaultAndShowsAllOfThem() {
        SettingsFile file = SettingsFile.named("application.yml");
        file.setsNoDefault("keyway.partner", PartnerProperties.class);
        file.showsAllDefaults("keyway.partner", PartnerProperties.class);
        file.setsNoDefault("keyway.kit", KitProperties.class);
    }
}
