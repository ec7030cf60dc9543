package io.keyway.license.batches;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.f4b6a3.ulid.Ulid;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.batchinput.RowInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a batch with its result.
 *
 * @param number from 1
 * @param attempt how many issuances of it have failed; the next one has another id
 * @param retried it is tried once more: an issuance of it may have failed before
 * @param code why it failed last
 */
record BatchRow(
        BatchId batch,
        int number,
        Status status,
        int attempt,
        boolean retried,
        RowInput input,
        @Nullable ProblemCode code,
        @Nullable String detail,
        List<LicenseId> licenses) {

    /** What a ULID has besides its time. */
    private static final int RANDOM_BYTES = 10;

    enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("issued")
        ISSUED,
        @JsonProperty("failed")
        FAILED
    }

    BatchRow {
        licenses = List.copyOf(licenses);
    }

    /** Its next attempt. */
    BatchRow anew() {
        return new BatchRow(
                batch, number, status, attempt + 1, false, input, code, detail, licenses);
    }

    /**
     * The issuance of an attempt, always the same: done again, it finds what it has begun. Its time
     * is that of the batch and a millisecond more for each row: the ids of licenses begin with it,
     * so those of different rows differ, and they are listed in the order of the rows.
     */
    IssuanceId issuance(int ofAttempt) {
        long time = Ulid.from(batch.uniquePart()).getTime() + number;
        byte[] rest = sha256("%s:%d:%d".formatted(batch, number, ofAttempt));
        return IssuanceId.with(new Ulid(time, Arrays.copyOf(rest, RANDOM_BYTES)).toLowerCase());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
