package io.keyway.license.licenses;

import io.keyway.contracts.event.LicenseEvent.LicenseExpired;
import io.keyway.contracts.event.LicenseEvent.LicenseExpiring;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.Decision;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License.ExpiryNotice;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells that a license expires soon, and that it has expired. What was told is written into the
 * license with the event, so each is told once, by whichever instance comes first, and what came
 * while none was running is told at the next start. A license that is renewed begins anew.
 */
@Component
class PublishExpiry {

    private final Licenses licenses;
    private final LicenseProperties settings;
    private final Clock clock;

    PublishExpiry(Licenses licenses, LicenseProperties settings, Clock clock) {
        this.licenses = licenses;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${keyway.license.ends.sweep-every:1s}")
    void sweep() {
        Instant now = clock.instant();
        announce(now.plus(settings.expiringWithin()), ExpiryNotice.NOTHING);
        announce(now, ExpiryNotice.EXPIRING);
    }

    private void announce(Instant end, ExpiryNotice before) {
        List<LicenseId> some;
        do {
            some = licenses.endingBy(end, before, settings.ends().sweepMax());
            some.forEach(id -> licenses.change(id, stored -> announce(stored.state())));
        } while (some.size() == settings.ends().sweepMax());
    }

    private Decision<License> announce(License license) {
        Instant now = clock.instant();
        Instant end = license.expiresAt();
        ExpiryNotice before = license.announced();
        if (end == null || before == null) {
            return Decision.keep();
        }
        return switch (before) {
            case NOTHING ->
                    end.isAfter(now.plus(settings.expiringWithin()))
                            ? Decision.keep()
                            : Decision.change(
                                    license.announced(ExpiryNotice.EXPIRING),
                                    new LicenseExpiring(license.state()));
            case EXPIRING ->
                    end.isAfter(now)
                            ? Decision.keep()
                            : Decision.change(
                                    license.announced(ExpiryNotice.EXPIRED),
                                    new LicenseExpired(license.state()));
            case EXPIRED -> Decision.keep();
        };
    }
}
