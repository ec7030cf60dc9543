package io.keyway.usage.meters;

import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.network.Network;
import org.springframework.stereotype.Component;

/**
 * Defines a meter of a vendor. It counts events from then on. Archived meters are among those that
 * a vendor may have at most, because all of them are read and cached together.
 */
@Component
class DefineMeter {

    private final Meters meters;
    private final Network network;
    private final int perVendorMax;

    DefineMeter(Meters meters, Network network, UsageProperties settings) {
        this.meters = meters;
        this.network = network;
        this.perVendorMax = settings.meters().perVendorMax();
    }

    sealed interface Outcome {
        record Defined(Stored<DefinedMeter> meter) implements Outcome {}

        record CodeTaken() implements Outcome {}

        record TooMany(int max) implements Outcome {}

        /** The operator named an unknown partner, or one that is not a vendor. */
        record NoSuchVendor() implements Outcome {}
    }

    /**
     * @param ofOwn whether the caller is the vendor itself; then the replica need not have it yet
     */
    Outcome define(DefinedMeter defined, boolean ofOwn) {
        Meter meter = defined.meter();
        boolean vendor =
                ofOwn
                        || network.partner(meter.vendorId())
                                .map(PartnerState::type)
                                .filter(PartnerType.VENDOR::equals)
                                .isPresent();
        if (!vendor) {
            return new Outcome.NoSuchVendor();
        }
        if (meters.definedNow(meter.vendorId()).size() >= perVendorMax) {
            return new Outcome.TooMany(perVendorMax);
        }
        return meters.define(defined)
                .<Outcome>map(Outcome.Defined::new)
                .orElseGet(Outcome.CodeTaken::new);
    }
}
