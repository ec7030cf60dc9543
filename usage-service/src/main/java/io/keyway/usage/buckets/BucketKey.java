package io.keyway.usage.buckets;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.records.Attribution;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The key of a bucket: owner, meter, day (UTC) and partition. A bucket is written only by the
 * process that owns its partition.
 */
public record BucketKey(Owner owner, MeterId meterId, LocalDate day, Partition partition) {

    String id() {
        return idStart(owner.id(), meterId, day) + ":" + partition.id();
    }

    /** The ids of an owner and meter sort by day: a month of them is one range. */
    static String idStart(String owner, MeterId meterId, LocalDate day) {
        return owner + ":" + meterId.value() + ":" + day;
    }

    /** Whose usage a bucket sums. */
    public sealed interface Owner {

        String id();

        /** The partners that may see it, from the vendor down. */
        List<PartnerId> scope();

        @Nullable CustomerId customerId();
    }

    /** The usage of a partner's whole branch. */
    public record OfPartner(List<PartnerId> scope) implements Owner {
        @Override
        public String id() {
            return id(scope.getLast());
        }

        public static String id(PartnerId partner) {
            return partner.value();
        }

        @Override
        public @Nullable CustomerId customerId() {
            return null;
        }
    }

    /** The usage of a license while it belonged to this customer and partner. */
    public record OfLicense(Attribution attribution) implements Owner {
        @Override
        public String id() {
            int ownerHash =
                    31 * attribution.path().stream().map(PartnerId::value).toList().hashCode()
                            + attribution.customerId().value().hashCode();
            return attribution.licenseId().value()
                    + "."
                    + String.format(Locale.ROOT, "%08x", ownerHash);
        }

        @Override
        public List<PartnerId> scope() {
            return attribution.path();
        }

        @Override
        public CustomerId customerId() {
            return attribution.customerId();
        }
    }
}
