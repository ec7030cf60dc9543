package io.keyway.license.batchinput;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row as it came. The first three columns are in both kinds of batches; the others are of an
 * issue up to {@code customerPaidDate}, and of an import from {@code key} on.
 *
 * @param customer id or e-mail
 * @param product id or code
 * @param policy id or name
 * @param licenseClass primary unless said otherwise
 * @param type absent for the policy's own
 * @param key as the other system wrote it
 * @param sha256 of the key's UTF-8, hex
 * @param expiresAt absent where the policy says it
 */
public record RowInput(
        @Nullable @Size(max = CUSTOMER_CHARS_MAX) String customer,
        @Nullable @Size(max = PRODUCT_CHARS_MAX) String product,
        @Nullable @Size(max = POLICY_CHARS_MAX) String policy,
        @Nullable Integer quantity,
        @JsonProperty("class") @Nullable LicenseClass licenseClass,
        @Nullable LicenseType type,
        @Nullable @Size(max = NOTES_CHARS_MAX) String resellerNotes,
        @Nullable @Size(max = NOTES_CHARS_MAX) String customerDetails,
        @Nullable Boolean customerPaid,
        @Nullable LocalDate customerPaidDate,
        @Nullable @Size(max = KEY_CHARS_MAX) String key,
        @Nullable @Size(max = SHA256_CHARS) String sha256,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt) {

    /** The longest e-mail there is. */
    static final int CUSTOMER_CHARS_MAX = 320;

    static final int PRODUCT_CHARS_MAX = 64;
    static final int POLICY_CHARS_MAX = 200;
    static final int NOTES_CHARS_MAX = 2000;

    /** The settings may say less. */
    static final int KEY_CHARS_MAX = 4096;

    static final int SHA256_CHARS = 64;

    /** An import is of one license. */
    public int licenses() {
        return quantity == null ? 1 : quantity;
    }
}
