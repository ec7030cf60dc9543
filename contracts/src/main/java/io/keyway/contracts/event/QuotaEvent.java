package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.QuotaId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about what licenses, customers and partners may use. */
public sealed interface QuotaEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.QUOTAS;
    }

    /**
     * The usage of a month has reached a threshold of a quota; once per threshold and month.
     * Exactly one of {@code partnerId}, {@code customerId} and {@code licenseId} is there: whose
     * usage it is.
     *
     * @param path the partners from the vendor down to the one that it belongs to; for a partner,
     *     to itself
     * @param meter code of the meter
     * @param period the month, {@code YYYY-MM}, UTC
     * @param percent of {@code included} that was reached
     * @param included what the quota included at that time
     * @param used what the month's usage was at that time
     */
    @JsonTypeName("io.keyway.quota.threshold-reached.v1")
    record ThresholdReached(
            QuotaId quotaId,
            List<PartnerId> path,
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            @Nullable LicenseId licenseId,
            String meter,
            String period,
            int percent,
            BigDecimal included,
            BigDecimal used,
            Instant reachedAt)
            implements QuotaEvent {

        public ThresholdReached {
            path = List.copyOf(path);
        }

        @Override
        @JsonIgnore
        public String key() {
            if (licenseId != null) {
                return licenseId.value();
            }
            return customerId != null ? customerId.value() : String.valueOf(partnerId);
        }
    }
}
