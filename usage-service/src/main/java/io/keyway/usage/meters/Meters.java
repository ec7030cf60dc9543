package io.keyway.usage.meters;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Meter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The store of meters. A vendor has few, so all of them are read and cached together. */
@Component
public class Meters {

    private final Aggregates<DefinedMeter> stored;
    private final Cache<PartnerId, List<Meter>> cache;

    Meters(Store store, UsageProperties settings) {
        this.stored =
                store.aggregates("meters", DefinedMeter.class)
                        .unique("state.codeOfVendor")
                        .indexed("state.meter.vendorId");
        this.cache = Caffeine.newBuilder().expireAfterWrite(settings.meters().cacheFor()).build();
    }

    /**
     * @return empty if the vendor has another meter with this code
     */
    Optional<Stored<DefinedMeter>> define(DefinedMeter meter) {
        Optional<Stored<DefinedMeter>> defined = stored.insert(meter);
        cache.invalidate(meter.meter().vendorId());
        return defined;
    }

    /** The vendor's meters from the cache: a new one of another instance may be missing. */
    public List<Meter> ofVendor(PartnerId vendor) {
        List<Meter> cached = cache.getIfPresent(vendor);
        return cached == null ? ofVendorNow(vendor) : cached;
    }

    /** The vendor's meters from the store. */
    public List<Meter> ofVendorNow(PartnerId vendor) {
        List<Meter> meters =
                definedBy(vendor).stream().map(found -> found.state().meter()).toList();
        cache.put(vendor, meters);
        return meters;
    }

    /** Every partner and customer of a vendor sees its meters. */
    Optional<Stored<DefinedMeter>> find(Caller caller, MeterId id) {
        return stored.load(id).filter(found -> sees(caller, found.state().meter()));
    }

    public Optional<Meter> find(Caller caller, PartnerId vendor, String code) {
        return stored.loadBy("state.codeOfVendor", DefinedMeter.codeOfVendor(vendor, code))
                .map(found -> found.state().meter())
                .filter(meter -> sees(caller, meter));
    }

    Page<Stored<DefinedMeter>> page(Caller caller, PageRequest request) {
        PartnerId vendor = caller.vendorId();
        if (vendor == null) {
            return stored.page(caller, empty(), request);
        }
        String after = request.afterId();
        List<Stored<DefinedMeter>> rest =
                definedBy(vendor).stream()
                        .filter(
                                meter ->
                                        after == null
                                                || meter.state().id().value().compareTo(after) < 0)
                        .sorted(
                                Comparator.comparing(
                                                (Stored<DefinedMeter> meter) ->
                                                        meter.state().id().value())
                                        .reversed())
                        .toList();
        if (rest.size() <= request.limit()) {
            return new Page<>(rest, null);
        }
        List<Stored<DefinedMeter>> shown = rest.subList(0, request.limit());
        return new Page<>(shown, PageRequest.cursor(shown.getLast().state().id().value()));
    }

    private List<Stored<DefinedMeter>> definedBy(PartnerId vendor) {
        return stored.loadAll(eq("state.meter.vendorId", vendor.value()));
    }

    private static boolean sees(Caller caller, Meter meter) {
        return caller.role() == Role.OPERATOR || meter.vendorId().equals(caller.vendorId());
    }
}
