package io.keyway.license.batchinput;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of a batch as it was sent.
 *
 * <p>The first three fields are in both kinds of batches, those up to {@code customerPaidDate} only
 * in {@code issue}, the rest only in {@code import}.
 *
 * @param customer id or e-mail of the customer, required, at most 320 characters
 * @param product id or code of the product, required, at most 64 characters
 * @param policy id or name of the policy, required, at most 200 characters
 * @param quantity issue: how many licenses, required, 1 to 100
 * @param licenseClass issue: {@code primary} or {@code additional}; default {@code primary}
 * @param type issue: {@code trial} for a trial; absent for the policy's own type
 * @param resellerNotes issue: the partner's own notes, at most 2000 characters
 * @param customerDetails issue: shown to the customer, at most 2000 characters
 * @param customerPaid issue: whether the customer has paid the partner; default false
 * @param customerPaidDate issue: the day on which the customer paid, ISO-8601
 * @param key import: the license key of the other system, required, at most 4096 characters
 * @param sha256 import: SHA-256 of the key's UTF-8 bytes, hex, required
 * @param issuedAt import: when the other system issued the key, required, not in the future
 * @param expiresAt import: when the license expires; absent to use the policy's duration
 */
public record RowInput(
        @Nullable @Size(max = CUSTOMER_CHARS_MAX) String customer,
        @Nullable @Size(max = PRODUCT_CHARS_MAX) String product,
        @Nullable @Size(max = POLICY_CHARS_MAX) String policy,
        @Nullable Integer quantity,
        @Schema(description = "`primary`, or `additional`: needs a primary license of the product.")
                @JsonProperty("class")
                @Nullable LicenseClass licenseClass,
        @Nullable LicenseType type,
        @Nullable @Size(max = NOTES_CHARS_MAX) String resellerNotes,
        @Nullable @Size(max = NOTES_CHARS_MAX) String customerDetails,
        @Nullable Boolean customerPaid,
        @Nullable LocalDate customerPaidDate,
        @Nullable @Size(max = KEY_CHARS_MAX) String key,
        @Nullable @Size(max = SHA256_CHARS) String sha256,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt) {

    /** The length of the longest valid e-mail address. */
    static final int CUSTOMER_CHARS_MAX = 320;

    static final int PRODUCT_CHARS_MAX = 64;
    static final int POLICY_CHARS_MAX = 200;
    static final int NOTES_CHARS_MAX = 2000;

    /** The settings may allow less. */
    static final int KEY_CHARS_MAX = 4096;

    static final int SHA256_CHARS = 64;

    /** How many licenses the row asks for; 1 in an import. */
    public int licenses() {
        return quantity == null ? 1 : quantity;
    }
}
