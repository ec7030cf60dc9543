package io.keyway.license.batchinput;

import io.keyway.contracts.Text;
import io.keyway.license.signing.KeyHash;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows without any other state; an error refuses the whole batch. Checks that depend on
 * other state (customers, quotas …) come later and give a result of their row only.
 */
public final class CheckRows {

    private static final int YEAR_MAX = 9999;

    private final BatchKind kind;
    private final int quantityMax;
    private final int keyCharsMax;
    private final Instant now;
    private final RowErrors errors = new RowErrors();

    /**
     * @param quantityMax licenses of one row at most
     * @param keyCharsMax characters of an imported key at most
     */
    public CheckRows(BatchKind kind, int quantityMax, int keyCharsMax, Instant now) {
        this.kind = kind;
        this.quantityMax = quantityMax;
        this.keyCharsMax = keyCharsMax;
        this.now = now;
    }

    /**
     * @throws io.keyway.kit.http.Refused with up to 20 invalid fields
     */
    public void check(List<@Nullable RowInput> rows) {
        for (int i = 0; i < rows.size() && !errors.full(); i++) {
            RowInput row = rows.get(i);
            if (row == null) {
                errors.add("rows[%d]".formatted(i), "must be a row");
            } else {
                check(i, row);
            }
        }
        errors.refuseIfAny();
    }

    private void check(int number, RowInput row) {
        for (Column column : Column.values()) {
            Object value = column.of(row);
            if (value != null && !column.isOf(kind)) {
                error(number, column, "is no column of this kind of batch");
            } else if (column.isRequiredIn(kind) && (value == null || isBlank(value))) {
                error(number, column, "must not be empty");
            } else if (value instanceof String text && !Text.isReadable(text)) {
                error(number, column, "must not have control characters or halves of characters");
            }
        }
        length(number, Column.CUSTOMER, row.customer(), RowInput.CUSTOMER_CHARS_MAX);
        length(number, Column.PRODUCT, row.product(), RowInput.PRODUCT_CHARS_MAX);
        length(number, Column.POLICY, row.policy(), RowInput.POLICY_CHARS_MAX);
        length(number, Column.RESELLER_NOTES, row.resellerNotes(), RowInput.NOTES_CHARS_MAX);
        length(number, Column.CUSTOMER_DETAILS, row.customerDetails(), RowInput.NOTES_CHARS_MAX);
        if (row.quantity() != null && (row.quantity() < 1 || row.quantity() > quantityMax)) {
            error(number, Column.QUANTITY, "must be from 1 to " + quantityMax);
        }
        if (kind == BatchKind.IMPORT) {
            key(number, row.key(), row.sha256());
            times(number, row.issuedAt(), row.expiresAt());
        }
    }

    private void key(int number, @Nullable String key, @Nullable String sha256) {
        if (key == null || sha256 == null) {
            return;
        }
        if (key.length() > keyCharsMax) {
            error(number, Column.KEY, "must be at most " + keyCharsMax + " characters");
        } else if (key.chars().anyMatch(Character::isISOControl)) {
            error(number, Column.KEY, "must be one line");
        } else if (!sha256.equalsIgnoreCase(KeyHash.of(key))) {
            error(number, Column.SHA256, "is not the SHA-256 of the key, in hex");
        }
    }

    private void times(int number, @Nullable Instant issuedAt, @Nullable Instant expiresAt) {
        if (issuedAt != null && (issuedAt.isAfter(now) || isOutOfRange(issuedAt))) {
            error(number, Column.ISSUED_AT, "must not lie in the future, nor before the year 1");
        }
        if (expiresAt != null
                && (isOutOfRange(expiresAt)
                        || (issuedAt != null && !expiresAt.isAfter(issuedAt)))) {
            error(number, Column.EXPIRES_AT, "must be after issuedAt, in a year of four digits");
        }
    }

    private static boolean isOutOfRange(Instant time) {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        return year < 1 || year > YEAR_MAX;
    }

    private void length(int number, Column column, @Nullable String text, int max) {
        if (text != null && text.length() > max) {
            error(number, column, "must be at most " + max + " characters");
        }
    }

    private static boolean isBlank(Object value) {
        return value instanceof String text && (text.isBlank() || Text.isInvisible(text));
    }

    private void error(int number, Column column, String message) {
        errors.add(RowErrors.cell(number, column), message);
    }
}
