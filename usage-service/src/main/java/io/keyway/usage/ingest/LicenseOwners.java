package io.keyway.usage.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.network.Network;
import io.keyway.usage.records.Attribution;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The owners of licenses, cached for about a second: long enough for a busy sender, and short,
 * since a license that moves is counted for its former owner until then.
 */
@Component
class LicenseOwners {

    private final Network network;
    private final CatchUp catchUp;
    private final Cache<LicenseId, Attribution> known;

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
     * The owners of the licenses that the caller sees. Foreign and missing licenses take the same
     * path, so that the response time does not tell which exist.
     *
     * @throws ReplicaBehindException if one is missing and its event may not have been consumed yet
     */
    Map<LicenseId, Attribution> of(Caller caller, Collection<LicenseId> licenses) {
        Map<LicenseId, Attribution> found = new HashMap<>();
        Set<LicenseId> missing = new HashSet<>();
        for (LicenseId license : licenses) {
            Attribution cached = known.getIfPresent(license);
            if (cached != null && sees(caller, cached)) {
                found.put(license, cached);
            } else {
                missing.add(license);
            }
        }
        find(caller, missing, found);
        if (!missing.isEmpty()) {
            // One check is enough: the event of a license may be in any partition.
            if (!catchUp.hasConsumed(Topic.LICENSES, missing.iterator().next())) {
                throw new ReplicaBehindException();
            }
            find(caller, missing, found);
        }
        return found;
    }

    private void find(Caller caller, Set<LicenseId> missing, Map<LicenseId, Attribution> found) {
        if (missing.isEmpty()) {
            return;
        }
        network.licenses(missing)
                .forEach(
                        (id, license) -> {
                            Attribution attribution = remember(id, license);
                            if (sees(caller, attribution)) {
                                found.put(id, attribution);
                                missing.remove(id);
                            }
                        });
    }

    private static boolean sees(Caller caller, Attribution attribution) {
        return caller.sees(attribution.path(), attribution.customerId());
    }

    private Attribution remember(LicenseId id, LicenseState license) {
        Attribution attribution =
                new Attribution(license.path(), license.customerId(), id, license.productId());
        known.put(id, attribution);
        return attribution;
    }
}
