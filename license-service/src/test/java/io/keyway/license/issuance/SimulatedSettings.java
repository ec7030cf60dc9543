package io.keyway.license.issuance;

import io.keyway.license.LicenseProperties;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The usual settings, but for what makes a simulation small. */
final class SimulatedSettings {

    private SimulatedSettings() {}

    static LicenseProperties of(int chunkSize) {
        Map<String, Object> values =
                Map.of(
                        "keyway.license.signing-secret",
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                        "keyway.license.issuance.chunk-size",
                        chunkSize,
                        "keyway.license.issuance.quantity-max",
                        100,
                        "keyway.license.issuance.facts-wait",
                        Duration.ofMinutes(1),
                        "keyway.license.returns.revoked-at-once",
                        1);
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("keyway.license", LicenseProperties.class);
    }
}
