package io.keyway.license.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.license.batchinput.RowInput;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchRowTest {

    private static final BatchId BATCH = BatchId.next();

    @Test
    void anIssuanceFollowsFromTheBatchTheRowAndTheAttemptAlone() {
        assertThat(row(BATCH, 7).issuance(2)).isEqualTo(row(BATCH, 7).issuance(2));

        Set<IssuanceId> all = new HashSet<>();
        for (BatchId batch : List.of(BATCH, BatchId.next())) {
            for (int number = 1; number <= 1000; number++) {
                for (int attempt = 0; attempt < 3; attempt++) {
                    all.add(row(batch, number).issuance(attempt));
                }
            }
        }
        assertThat(all).hasSize(6000);
    }

    /** The ids of licenses begin with the time of their issuance, and little follows. */
    @Test
    void noTwoRowsHaveTheSameTime() {
        Set<String> times = new HashSet<>();
        for (int number = 1; number <= 10_000; number++) {
            times.add(row(BATCH, number).issuance(0).uniquePart().substring(0, 10));
        }
        assertThat(times).hasSize(10_000);
        assertThat(row(BATCH, 1).issuance(0).value()).isLessThan(row(BATCH, 2).issuance(0).value());
    }

    private static BatchRow row(BatchId batch, int number) {
        return new BatchRow(
                batch,
                number,
                BatchRow.Status.PENDING,
                0,
                false,
                new RowInput(
                        "a", "b", "c", 1, null, null, null, null, null, null, null, null, null,
                        null),
                null,
                null,
                List.of());
    }
}
