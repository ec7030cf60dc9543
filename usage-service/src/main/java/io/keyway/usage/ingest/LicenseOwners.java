package io.keyway.usage.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.Topic;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.network.Network;
import io.keyway.usage.records.Attribution;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The owners of licenses and the end of their usage, cached for about a second: long enough for a
 * busy sender, and short, since until then a license that moves is counted for its former owner,
 * and one that ends or is reinstated is judged as before.
 */
@Component
class LicenseOwners {

    /**
     * What the judgement of an event depends on.
     *
     * @param usageUntil usage from this instant on does not count; null if there is no such end
     */
    record KnownLicense(Attribution owner, @Nullable Instant usageUntil) {

        /**
         * Whether usage counts that happened then. Only the current end is known: usage dated
         * inside an earlier suspension that was lifted counts.
         */
        boolean countsAt(Instant time) {
            return usageUntil == null || time.isBefore(usageUntil);
        }
    }

    private final Network network;
    private final CatchUp catchUp;
    private final Cache<LicenseId, KnownLicense> known;

    LicenseOwners(Network network, CatchUp catchUp, UsageProperties settings) {
        this.catchUp = catchUp;
        this.network = network;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(settings.ingest().licensesCached())
                        .expireAfterWrite(settings.ingest().licensesCachedFor())
                        .build();
    }

    /**
     * The licenses that the reporter sees. Foreign and missing licenses take the same path, so that
     * the response time does not tell which exist.
     *
     * @throws ReplicaBehindException if one is missing and its event may not have been consumed yet
     */
    Map<LicenseId, KnownLicense> of(Reporter reporter, Collection<LicenseId> licenses) {
        Map<LicenseId, KnownLicense> found = new HashMap<>();
        Set<LicenseId> missing = new HashSet<>();
        for (LicenseId license : licenses) {
            KnownLicense cached = known.getIfPresent(license);
            if (cached != null && reporter.sees(cached.owner())) {
                found.put(license, cached);
            } else {
                missing.add(license);
            }
        }
        find(reporter, missing, found);
        if (!missing.isEmpty()) {
            // One check is enough: the event of a license may be in any partition.
            if (!catchUp.hasConsumed(Topic.LICENSES, missing.iterator().next())) {
                throw new ReplicaBehindException();
            }
            find(reporter, missing, found);
        }
        return found;
    }

    private void find(
            Reporter reporter, Set<LicenseId> missing, Map<LicenseId, KnownLicense> found) {
        if (missing.isEmpty()) {
            return;
        }
        network.licenses(missing)
                .forEach(
                        (id, license) -> {
                            KnownLicense current = remember(id, license);
                            if (reporter.sees(current.owner())) {
                                found.put(id, current);
                                missing.remove(id);
                            }
                        });
    }

    private KnownLicense remember(LicenseId id, LicenseState license) {
        KnownLicense current =
                new KnownLicense(
                        new Attribution(
                                license.path(), license.customerId(), id, license.productId()),
                        license.usageUntil());
        known.put(id, current);
        return current;
    }
}
