package io.keyway.usage.meters;

import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.metering.Meter;
import java.time.Instant;
import java.util.List;

/**
 * A meter as it is stored.
 *
 * @param codeOfVendor vendor and code, unique
 */
record DefinedMeter(Meter meter, String codeOfVendor, Instant createdAt) implements Aggregate {

    static DefinedMeter of(Meter meter, Instant createdAt) {
        return new DefinedMeter(meter, codeOfVendor(meter.vendorId(), meter.code()), createdAt);
    }

    static String codeOfVendor(PartnerId vendor, String code) {
        return vendor.value() + ":" + code;
    }

    @Override
    public MeterId id() {
        return meter.id();
    }

    @Override
    public List<PartnerId> scope() {
        return List.of(meter.vendorId());
    }
}
