package io.keyway.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.kit.KitProperties;
import io.keyway.kit.test.SettingsFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

class LicensePropertiesTest {

    private static final String SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Settings.class);

    @Configuration
    @EnableConfigurationProperties(LicenseProperties.class)
    static class Settings {}

    @Test
    void hasDefaultsForAllButTheSecret() {
        runner.withPropertyValues("keyway.license.signing-secret=" + SECRET)
                .run(
                        context -> {
                            LicenseProperties settings = context.getBean(LicenseProperties.class);
                            assertThat(settings)
                                    .isEqualTo(
                                            new LicenseProperties(
                                                    SECRET,
                                                    Duration.ofDays(3),
                                                    new LicenseProperties.Issuance(
                                                            100,
                                                            1_000_000,
                                                            1000,
                                                            Duration.ofSeconds(30),
                                                            Duration.ofSeconds(2),
                                                            100,
                                                            Duration.ofSeconds(60),
                                                            Duration.ofDays(35)),
                                                    new LicenseProperties.Returns(
                                                            500, Duration.ofSeconds(2), 50),
                                                    new LicenseProperties.Batches(
                                                            10_000,
                                                            4096,
                                                            20,
                                                            Duration.ofDays(90),
                                                            2,
                                                            50,
                                                            Duration.ofSeconds(2),
                                                            Duration.ofSeconds(15),
                                                            Duration.ofMillis(500),
                                                            Duration.ofSeconds(1),
                                                            5),
                                                    new LicenseProperties.Ends(
                                                            Duration.ofSeconds(1), 200),
                                                    new LicenseProperties.Machines(1000),
                                                    new LicenseProperties.CheckOut(
                                                            Duration.ofDays(30),
                                                            Duration.ofDays(365)),
                                                    new LicenseProperties.Validation(
                                                            100_000,
                                                            Duration.ofSeconds(60),
                                                            Duration.ofMillis(250),
                                                            Duration.ofMillis(800))));
                        });
    }

    @Test
    void refusesToStartWithoutTheSecretAndNamesTheVariable() {
        runner.run(
                context ->
                        assertThat(context.getStartupFailure())
                                .rootCause()
                                .hasMessageContaining("KEYWAY_SIGNING_SECRET"));
    }

    @Test
    void refusesToStartWhenTheLargestIssuanceHasTooManyChunks() {
        runner.withPropertyValues(
                        "keyway.license.signing-secret=" + SECRET,
                        "keyway.license.issuance.chunk-size=999")
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageContaining(
                                                "quantity-max 1000000 in parts of chunk-size 999 makes 1002 parts"));
        runner.withPropertyValues(
                        "keyway.license.signing-secret=" + SECRET,
                        "keyway.license.issuance.chunk-size=999",
                        "keyway.license.issuance.quantity-max=999000")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesAnUnknownKeyAndALimitOutOfBounds() {
        for (String bad :
                List.of(
                        "keyway.license.colour=red",
                        "keyway.license.issuance.at-once-max=0",
                        "keyway.license.issuance.chunk-size=5001",
                        "keyway.license.issuance.trial-counts-kept=23h",
                        "keyway.license.returns.revoked-at-once=0",
                        "keyway.license.returns.sweep-max=0",
                        "keyway.license.ends.sweep-max=0",
                        "keyway.license.batches.rows-max=0",
                        "keyway.license.batches.key-chars-max=4097",
                        "keyway.license.batches.lease=3s",
                        "keyway.license.machines.per-license-max=0")) {
            runner.withPropertyValues("keyway.license.signing-secret=" + SECRET, bad)
                    .run(context -> assertThat(context).as(bad).hasFailed());
        }
    }

    @Test
    void refusesASecretOfAnotherLength() {
        for (String bad : new String[] {"AAAA", "not base64!", SECRET + "AAAA"}) {
            runner.withPropertyValues("keyway.license.signing-secret=" + bad)
                    .run(
                            context -> {
                                LicenseProperties settings =
                                        context.getBean(LicenseProperties.class);
                                assertThatThrownBy(settings::signingSecretBytes)
                                        .hasMessageContaining("KEYWAY_SIGNING_SECRET");
                            });
        }
    }

    @Test
    void fileSetsNoDefaultAndShowsAllOfThem() {
        SettingsFile file = SettingsFile.named("application.yml");
        file.setsNoDefault("keyway.license", LicenseProperties.class);
        file.showsAllDefaults("keyway.license", LicenseProperties.class);
        file.setsNoDefault("keyway.kit", KitProperties.class);
    }
}
