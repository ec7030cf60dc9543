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
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Sorting;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Meter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The store of meters. A vendor has few, so all of them are read and cached together.
 *
 * <p>Each process has a cache of its own, and a change drops only that of the process that makes
 * it. Another process knows a new, archived or restored meter when its cache ends ({@code
 * meters.cache-for}, a second): until then an archived meter may count there.
 */
@Component
public class Meters {

    /** By vendor, position and code: {@link DefinedMeter#order}. */
    private static final Sorting IN_ORDER = new Sorting("position", false);

    private final Aggregates<DefinedMeter> stored;
    private final Cache<PartnerId, List<DefinedMeter>> cache;

    Meters(Store store, UsageProperties settings) {
        this.stored =
                store.aggregates("meters", DefinedMeter.class)
                        .unique("state.codeOfVendor")
                        .indexed("state.meter.vendorId")
                        .sortable(IN_ORDER.key(), DefinedMeter::order);
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

    Optional<Stored<DefinedMeter>> change(
            MeterId id, Function<Stored<DefinedMeter>, Decision<DefinedMeter>> decide) {
        Optional<Stored<DefinedMeter>> changed = stored.change(id, decide);
        changed.ifPresent(meter -> cache.invalidate(meter.state().meter().vendorId()));
        return changed;
    }

    /**
     * The vendor's meters in their order, archived ones too, from the cache: a change that another
     * process has made within {@code meters.cache-for} may be missing.
     */
    public List<DefinedMeter> defined(PartnerId vendor) {
        List<DefinedMeter> cached = cache.getIfPresent(vendor);
        return cached == null ? definedNow(vendor) : cached;
    }

    /** The same from the store. */
    public List<DefinedMeter> definedNow(PartnerId vendor) {
        List<DefinedMeter> meters = inOrder(vendor).stream().map(Stored::state).toList();
        cache.put(vendor, meters);
        return meters;
    }

    /** The rules of the vendor's meters, archived ones too: their usage is billed and readable. */
    public List<Meter> ofVendor(PartnerId vendor) {
        return defined(vendor).stream().map(DefinedMeter::meter).toList();
    }

    /** Every partner and customer of a vendor sees its meters. */
    public Optional<Stored<DefinedMeter>> find(Caller caller, MeterId id) {
        return stored.load(id).filter(found -> sees(caller, found.state().meter()));
    }

    public Optional<Meter> find(Caller caller, PartnerId vendor, String code) {
        return stored.loadBy("state.codeOfVendor", DefinedMeter.codeOfVendor(vendor, code))
                .map(found -> found.state().meter())
                .filter(meter -> sees(caller, meter));
    }

    /** The meters of the caller's vendor, in their order; for the operator those of all vendors. */
    Page<Stored<DefinedMeter>> page(Caller caller, PageRequest request) {
        PartnerId vendor = caller.vendorId();
        if (vendor == null) {
            return stored.page(caller, empty(), IN_ORDER, request);
        }
        PageRequest.Position after = request.after(IN_ORDER);
        List<Stored<DefinedMeter>> rest =
                inOrder(vendor).stream()
                        .filter(
                                meter ->
                                        after == null
                                                || meter.state().order().compareTo(after.key()) > 0)
                        .toList();
        if (rest.size() <= request.limit()) {
            return new Page<>(rest, null);
        }
        List<Stored<DefinedMeter>> shown = rest.subList(0, request.limit());
        DefinedMeter last = shown.getLast().state();
        return new Page<>(
                shown,
                PageRequest.cursor(
                        new PageRequest.Position(IN_ORDER, last.order(), last.id().value())));
    }

    private List<Stored<DefinedMeter>> inOrder(PartnerId vendor) {
        return stored.loadAll(eq("state.meter.vendorId", vendor.value())).stream()
                .sorted(Comparator.comparing(meter -> meter.state().order()))
                .toList();
    }

    private static boolean sees(Caller caller, Meter meter) {
        return caller.role() == Role.OPERATOR || meter.vendorId().equals(caller.vendorId());
    }
}
