package io.keyway.license.catalog;

import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.CatalogEvent.ProductKind;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A product or service that a vendor licenses.
 *
 * @param code the vendor's own code for it
 * @param codeKey vendor and lower-case code, unique
 * @param trialDays how long a trial lasts; null for 14 days
 */
public record Product(
        ProductId id,
        PartnerId vendorId,
        String code,
        String codeKey,
        String name,
        ProductKind kind,
        @Nullable String description,
        @Nullable Integer trialDays,
        CatalogStatus status,
        Instant createdAt,
        Instant updatedAt)
        implements Aggregate {

    private static final int TRIAL_DAYS_DEFAULT = 14;

    @Override
    public List<PartnerId> scope() {
        return List.of(vendorId);
    }

    static String codeKey(PartnerId vendor, String code) {
        return vendor + ":" + code.toLowerCase(Locale.ROOT);
    }

    public Term trialLength() {
        return Term.ofDays(trialDays == null ? TRIAL_DAYS_DEFAULT : trialDays);
    }

    public boolean onSale() {
        return status == CatalogStatus.ACTIVE;
    }

    ProductChanged changed() {
        return new ProductChanged(new ProductState(id, vendorId, code, name, kind, status));
    }
}
