package io.keyway.license.batches;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.f4b6a3.ulid.Ulid;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Sha256;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.batchinput.RowInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a batch with its result.
 *
 * @param number the number of the row, from 1
 * @param attempt how many issuances of the row have failed; the next one gets another id
 * @param retried whether the row is retried, so that an earlier issuance may have failed
 * @param input the row as it was sent
 * @param code why it failed; null otherwise
 * @param licenses the licenses of an issued row
 */
public record BatchRow(
        BatchId batch,
        int number,
        Status status,
        int attempt,
        boolean retried,
        RowInput input,
        @Nullable ProblemCode code,
        @Nullable String detail,
        List<LicenseId> licenses) {

    /** The random part of a ULID. */
    private static final int RANDOM_BYTES = 10;

    public enum Status {
        /** Not processed yet. */
        @JsonProperty("pending")
        PENDING,
        /** Its licenses exist. */
        @JsonProperty("issued")
        ISSUED,
        /** It was refused. */
        @JsonProperty("failed")
        FAILED
    }

    public BatchRow {
        licenses = List.copyOf(licenses);
    }

    /** The row with its next attempt. */
    BatchRow withNextAttempt() {
        return new BatchRow(
                batch, number, status, attempt + 1, false, input, code, detail, licenses);
    }

    /**
     * The issuance id of an attempt, derived from batch, row and attempt: a repeated attempt finds
     * the issuance that it has begun. Its time is that of the batch plus one millisecond per row.
     * License ids start with it, so those of different rows differ and sort in the order of rows.
     */
    IssuanceId issuance(int ofAttempt) {
        long time = Ulid.from(batch.uniquePart()).getTime() + number;
        byte[] rest = Sha256.of("%s:%d:%d".formatted(batch, number, ofAttempt));
        return IssuanceId.with(new Ulid(time, Arrays.copyOf(rest, RANDOM_BYTES)).toLowerCase());
    }
}
