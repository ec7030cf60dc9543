package io.keyway.license.administration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.size;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Search;
import io.keyway.license.licenses.LicenseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the license list. The status is derived, not stored, so its query repeats the
 * logic of {@link LicenseStatus}; a test compares the two.
 *
 * @param q beginning of one or more words of a name, an e-mail, a note or a random key, or the end
 *     of a signed key; not case-sensitive
 * @param partnerId only licenses in the branch of this partner
 */
record LicenseFilter(
        @Nullable String q,
        @Nullable LicenseStatus status,
        @Nullable ProductId productId,
        @Nullable PolicyId policyId,
        @Nullable LicenseClass licenseClass,
        @Nullable CustomerId customerId,
        @Nullable OrderId orderId,
        @Nullable PartnerId partnerId,
        @Nullable PaymentStatus paymentStatus) {

    static final int QUERY_CHARS_MAX = 200;

    private static final Pattern LICENSE_ID = Pattern.compile("lic_[0-9a-z]{26}");

    Bson toQuery(Caller caller, Instant now, Duration expiringWithin) {
        List<Bson> all = new ArrayList<>();
        Search search = Search.of(q, Search.Tokens.WORDS);
        if (q != null && search != null) {
            all.add(search(q.strip(), search, caller));
        }
        if (status != null) {
            all.add(ofStatus(status, now, expiringWithin));
        }
        if (productId != null) {
            all.add(eq("state.productId", productId.value()));
        }
        if (policyId != null) {
            all.add(eq("state.policyId", policyId.value()));
        }
        if (licenseClass != null) {
            all.add(eq("state.licenseClass", licenseClass.name().toLowerCase(Locale.ROOT)));
        }
        if (customerId != null) {
            all.add(eq("customerId", customerId.value()));
        }
        if (orderId != null) {
            all.add(
                    readable(
                            eq("state.origin.orderId", orderId.value()),
                            "state.sale.readers",
                            caller));
        }
        if (partnerId != null) {
            all.add(ofBranch(partnerId, caller));
        }
        if (paymentStatus != null) {
            String payment = paymentStatus.name().toLowerCase(Locale.ROOT);
            all.add(
                    readable(
                            eq("state.sale.paymentStatus", payment), "state.sale.readers", caller));
        }
        return all.isEmpty() ? empty() : and(all);
    }

    /** A partner above the caller is treated as unknown: the filter matches nothing. */
    private static Bson ofBranch(PartnerId partner, Caller caller) {
        int place = caller.path().indexOf(partner);
        boolean isAbove = place >= 0 && place < caller.path().size() - 1;
        return isAbove ? in("_id", List.of()) : eq("scope", partner.value());
    }

    /** A customer's search must not match the reseller's notes. */
    private static Bson search(String text, Search search, Caller caller) {
        Bson found =
                caller.role() == Role.CUSTOMER
                        ? search.inTexts()
                        : search.inTextsAndRestricted(
                                notes -> readable(notes, "state.notes.readers", caller));
        return LICENSE_ID.matcher(text).matches() ? or(eq("_id", text), found) : found;
    }

    /**
     * Restricts a match to licenses whose field the caller may read. Otherwise a caller could find
     * out hidden values by trying filters.
     *
     * @param readers the field with the partners that may read it; where it is absent, everybody
     *     who sees the license may
     */
    private static Bson readable(Bson found, String readers, Caller caller) {
        return caller.partnerId() == null
                ? found
                : and(found, or(exists(readers, false), eq(readers, caller.partnerId().value())));
    }

    private static Bson ofStatus(LicenseStatus status, Instant now, Duration expiringWithin) {
        Bson valid = eq("state.condition", "valid");
        Date atNow = Date.from(now);
        Date soon = Date.from(now.plus(expiringWithin));
        Bson later = or(exists("state.expiresAt", false), gt("state.expiresAt", soon));
        Bson awaitsMachine = and(exists("state.terms.machinesMax"), size("state.machines", 0));
        Bson hasWhatItNeeds =
                or(exists("state.terms.machinesMax", false), exists("state.machines.0"));
        return switch (status) {
            case BANNED -> eq("state.condition", "banned");
            case SUSPENDED -> eq("state.condition", "suspended");
            case EXPIRED -> and(valid, lte("state.expiresAt", atNow));
            case EXPIRING -> and(valid, gt("state.expiresAt", atNow), lte("state.expiresAt", soon));
            case INACTIVE -> and(valid, later, awaitsMachine);
            case ACTIVE -> and(valid, later, hasWhatItNeeds);
        };
    }
}
