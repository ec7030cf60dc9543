package io.keyway.usage.late;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.AcceptanceWindow;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How late the events of each vendor may be: as long as it has set, and as the installation lets
 * events be at most, which is the default. Cached like meters.
 */
@Component
public class VendorWindows {

    private static final int VENDORS_CACHED = 10_000;

    private final Aggregates<UsageSettings> settings;
    private final Duration acceptedForMax;
    private final Duration ahead;
    private final Cache<PartnerId, AcceptanceWindow> cached;

    VendorWindows(Store store, UsageProperties properties) {
        this.settings = store.aggregates("usage-settings", UsageSettings.class);
        this.acceptedForMax = properties.journal().past();
        this.ahead = properties.journal().ahead();
        this.cached =
                Caffeine.newBuilder()
                        .maximumSize(VENDORS_CACHED)
                        .expireAfterWrite(properties.meters().cacheFor())
                        .build();
    }

    public AcceptanceWindow of(PartnerId vendor) {
        return cached.get(vendor, this::load);
    }

    private AcceptanceWindow load(PartnerId vendor) {
        return new AcceptanceWindow(acceptedFor(vendor), ahead);
    }

    Duration acceptedForMax() {
        return acceptedForMax;
    }

    Duration acceptedFor(PartnerId vendor) {
        return settings.load(vendor)
                .map(found -> found.state().acceptedFor())
                .filter(set -> set.compareTo(acceptedForMax) < 0)
                .orElse(acceptedForMax);
    }

    /** Sets it for the vendor. */
    void set(PartnerId vendor, Duration acceptedFor) {
        UsageSettings set = new UsageSettings(vendor, acceptedFor);
        Stored<UsageSettings> stored = settings.insert(set).orElseThrow();
        if (!stored.state().equals(set)) {
            settings.change(vendor, found -> Decision.change(set));
        }
        cached.invalidate(vendor);
    }
}
