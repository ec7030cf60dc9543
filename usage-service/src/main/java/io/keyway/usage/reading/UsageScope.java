package io.keyway.usage.reading;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.Network;
import io.keyway.usage.rights.UsageRights;
import org.springframework.stereotype.Component;

/** Checks that a usage query names only what its caller may see, and finds the meter it means. */
@Component
class UsageScope {

    private final Meters meters;
    private final Network network;

    UsageScope(Meters meters, Network network) {
        this.meters = meters;
        this.network = network;
    }

    /**
     * A partner needs the permission {@code read_usage}; a customer reads its own usage without it.
     *
     * @throws Refused with {@code forbidden} or, for an id outside the caller's scope, {@code
     *     not_found}
     */
    void require(Caller caller, UsageFilter filter) {
        UsageRights.requireReader(caller);
        boolean seen =
                (filter.partnerId() == null
                                || network.partner(caller, filter.partnerId()).isPresent())
                        && (filter.customerId() == null
                                || network.customer(caller, filter.customerId()).isPresent())
                        && (filter.licenseId() == null
                                || network.license(caller, filter.licenseId()).isPresent());
        if (!seen) {
            throw Refused.notFound();
        }
    }

    /**
     * The vendor's meter with this code.
     *
     * @throws Refused with {@code not_found} if there is none
     */
    Meter meter(Caller caller, String code, UsageFilter filter) {
        return meters.find(caller, vendorOf(caller, filter), code).orElseThrow(Refused::notFound);
    }

    /**
     * The vendor whose meters the query means: meter codes are unique per vendor only. The operator
     * sees several vendors, so its query must name a partner, customer or license of one.
     */
    PartnerId vendorOf(Caller caller, UsageFilter filter) {
        PartnerId own = caller.vendorId();
        if (own != null) {
            return own;
        }
        if (filter.partnerId() != null) {
            return network.partner(filter.partnerId()).orElseThrow(Refused::notFound).vendorId();
        }
        if (filter.customerId() != null) {
            return network.customer(caller, filter.customerId())
                    .orElseThrow(Refused::notFound)
                    .path()
                    .getFirst();
        }
        if (filter.licenseId() != null) {
            return network.license(caller, filter.licenseId())
                    .orElseThrow(Refused::notFound)
                    .vendorId();
        }
        throw Refused.invalid("partnerId", "is required of the operator: meters are a vendor's")
                .get();
    }
}
