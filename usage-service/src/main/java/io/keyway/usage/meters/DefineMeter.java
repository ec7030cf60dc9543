package io.keyway.usage.meters;

import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.network.Network;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Defines a meter of a vendor. It counts events from then on. */
@Component
class DefineMeter {

    private final Meters meters;
    private final Network network;
    private final Clock clock;
    private final int perVendorMax;

    DefineMeter(Meters meters, Network network, Clock clock, UsageProperties settings) {
        this.meters = meters;
        this.network = network;
        this.clock = clock;
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
    Outcome define(Meter meter, boolean ofOwn) {
        boolean vendor =
                ofOwn
                        || network.partner(meter.vendorId())
                                .map(PartnerState::type)
                                .filter(PartnerType.VENDOR::equals)
                                .isPresent();
        if (!vendor) {
            return new Outcome.NoSuchVendor();
        }
        if (meters.ofVendorNow(meter.vendorId()).size() >= perVendorMax) {
            return new Outcome.TooMany(perVendorMax);
        }
        return meters.define(DefinedMeter.of(meter, clock.instant()))
                .<Outcome>map(Outcome.Defined::new)
                .orElseGet(Outcome.CodeTaken::new);
    }
}
