package io.keyway.license.expiry;

import io.keyway.contracts.event.LicenseEvent.LicenseExpired;
import io.keyway.contracts.event.LicenseEvent.LicenseExpiring;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.Decision;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.License.ExpiryNotice;
import io.keyway.license.licenses.Licenses;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes {@code license.expiring} and {@code license.expired} when their time has come. The last
 * notice is stored in the license in the same write as its event, so each is published once, over
 * all instances and restarts. A renewed license starts over.
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
        publish(now.plus(settings.expiringWithin()), ExpiryNotice.NOTHING);
        publish(now, ExpiryNotice.EXPIRING);
    }

    private void publish(Instant end, ExpiryNotice before) {
        List<LicenseId> page;
        do {
            page = licenses.endingBy(end, before, settings.ends().sweepMax());
            page.forEach(id -> licenses.change(id, stored -> next(stored.state())));
        } while (page.size() == settings.ends().sweepMax());
    }

    private Decision<License> next(License license) {
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
                                    license.withNotice(ExpiryNotice.EXPIRING),
                                    new LicenseExpiring(license.state()));
            case EXPIRING ->
                    end.isAfter(now)
                            ? Decision.keep()
                            : Decision.change(
                                    license.withNotice(ExpiryNotice.EXPIRED),
                                    new LicenseExpired(license.state()));
            case EXPIRED -> Decision.keep();
        };
    }
}
