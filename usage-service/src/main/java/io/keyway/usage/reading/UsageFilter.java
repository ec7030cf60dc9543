package io.keyway.usage.reading;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.usage.buckets.BucketKey;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Narrows a usage query within the caller's scope; null means no restriction. */
record UsageFilter(
        @Nullable PartnerId partnerId,
        @Nullable CustomerId customerId,
        @Nullable LicenseId licenseId,
        @Nullable ProductId productId) {

    /** Whether the query needs the buckets of licenses: those of partners have no such fields. */
    boolean needsLicenses() {
        return customerId != null || licenseId != null || productId != null;
    }

    Bson toQuery() {
        List<Bson> filters = new ArrayList<>();
        if (partnerId != null) {
            filters.add(eq("scope", partnerId.value()));
        }
        if (customerId != null) {
            filters.add(eq("customerId", customerId.value()));
        }
        if (licenseId != null) {
            filters.add(eq("licenseId", licenseId.value()));
        }
        if (productId != null) {
            filters.add(eq("productId", productId.value()));
        }
        return filters.isEmpty() ? empty() : and(filters);
    }

    boolean matches(BucketKey.Owner owner) {
        if (partnerId != null && !owner.scope().contains(partnerId)) {
            return false;
        }
        return switch (owner) {
            case BucketKey.OfPartner partner -> !needsLicenses();
            case BucketKey.OfLicense license ->
                    (customerId == null || customerId.equals(license.customerId()))
                            && (licenseId == null
                                    || licenseId.equals(license.attribution().licenseId()))
                            && (productId == null
                                    || productId.equals(license.attribution().productId()));
        };
    }
}
