package io.keyway.license.licenses;

import static io.keyway.license.licenses.LicenseStatus.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LicenseStatusTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SOON = Duration.ofDays(3);

    @Test
    void expiresAtTheInstantAndExpiresSoonThreeDaysBefore() {
        assertThat(valid(NOW.minusNanos(1))).isEqualTo(EXPIRED);
        assertThat(valid(NOW)).isEqualTo(EXPIRED);
        assertThat(valid(NOW.plusNanos(1))).isEqualTo(EXPIRING);
        assertThat(valid(NOW.plus(SOON))).isEqualTo(EXPIRING);
        assertThat(valid(NOW.plus(SOON).plusNanos(1))).isEqualTo(ACTIVE);
        assertThat(valid(null)).isEqualTo(ACTIVE);
    }

    @Test
    void suspendedAndBannedTakePrecedenceOverExpired() {
        assertThat(LicenseStatus.of(LicenseCondition.BANNED, NOW, true, NOW, SOON))
                .isEqualTo(BANNED);
        assertThat(LicenseStatus.of(LicenseCondition.SUSPENDED, NOW, true, NOW, SOON))
                .isEqualTo(SUSPENDED);
    }

    @Test
    void isInactiveUntilItsMachineIsActivated() {
        assertThat(LicenseStatus.of(LicenseCondition.VALID, null, true, NOW, SOON))
                .isEqualTo(INACTIVE);
        assertThat(LicenseStatus.of(LicenseCondition.VALID, NOW.plusSeconds(1), true, NOW, SOON))
                .isEqualTo(EXPIRING);
    }

    private static LicenseStatus valid(Instant expiresAt) {
        return LicenseStatus.of(LicenseCondition.VALID, expiresAt, false, NOW, SOON);
    }
}
