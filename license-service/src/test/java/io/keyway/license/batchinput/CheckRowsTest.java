package io.keyway.license.batchinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.http.Refused;
import io.keyway.license.signing.KeyHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckRowsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void takesAnIssueAndAnImportAsTheyAreMeant() {
        assertThat(faults(BatchKind.ISSUE, issue("a", "b", "c", 1))).isEmpty();
        assertThat(faults(BatchKind.ISSUE, issue("a", "b", "c", 100))).isEmpty();
        assertThat(faults(BatchKind.IMPORT, imported("K", NOW, null))).isEmpty();
        assertThat(faults(BatchKind.IMPORT, imported("K".repeat(50), NOW, NOW.plusSeconds(1))))
                .isEmpty();
    }

    @Test
    void everyRequiredCellIsFilled() {
        assertThat(faults(BatchKind.ISSUE, issue(null, " ", "\u200b", null)))
                .extracting(InvalidField::field)
                .containsExactly(
                        "rows[0].customer",
                        "rows[0].product",
                        "rows[0].policy",
                        "rows[0].quantity");
        assertThat(faults(BatchKind.ISSUE, (RowInput) null))
                .containsExactly(new InvalidField("rows[0]", "must be a row"));
    }

    @Test
    void aColumnOfTheOtherKindIsRefused() {
        assertThat(faults(BatchKind.ISSUE, imported("K", NOW, NOW.plusSeconds(1))))
                .extracting(InvalidField::field)
                .contains("rows[0].key", "rows[0].sha256", "rows[0].issuedAt", "rows[0].expiresAt");
        assertThat(faults(BatchKind.IMPORT, issue("a", "b", "c", 1)))
                .extracting(InvalidField::field)
                .contains("rows[0].quantity", "rows[0].key");
    }

    @Test
    void quantityIsLimitedToOneImmediateIssuance() {
        for (int wrong : new int[] {0, -1, 101}) {
            assertThat(faults(BatchKind.ISSUE, issue("a", "b", "c", wrong)))
                    .containsExactly(new InvalidField("rows[0].quantity", "must be from 1 to 100"));
        }
    }

    @Test
    void textsHaveTheirLengths() {
        assertThat(
                        faults(
                                BatchKind.ISSUE,
                                issue("a".repeat(320), "b".repeat(64), "c".repeat(200), 1)))
                .isEmpty();
        assertThat(
                        faults(
                                BatchKind.ISSUE,
                                issue("a".repeat(321), "b".repeat(65), "c".repeat(201), 1)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].customer", "rows[0].product", "rows[0].policy");
        assertThat(faults(BatchKind.ISSUE, issue("a\u0000", "b", "c", 1)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].customer");
    }

    @Test
    void importedKeyIsOneLineOfBoundedLengthWithItsHash() {
        assertThat(faults(BatchKind.IMPORT, imported("K".repeat(51), NOW, null)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].key");
        assertThat(faults(BatchKind.IMPORT, imported("K\nL", NOW, null)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].key");
        assertThat(faults(BatchKind.IMPORT, imported("K", KeyHash.of("L"), NOW, null)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].sha256");
        assertThat(
                        faults(
                                BatchKind.IMPORT,
                                imported("K", KeyHash.of("K").toUpperCase(), NOW, null)))
                .isEmpty();
    }

    @Test
    void itWasIssuedBeforeNowAndEndsAfterThat() {
        assertThat(faults(BatchKind.IMPORT, imported("K", NOW.plusMillis(1), null)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].issuedAt");
        assertThat(faults(BatchKind.IMPORT, imported("K", NOW, NOW)))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].expiresAt");
        assertThat(
                        faults(
                                BatchKind.IMPORT,
                                imported("K", NOW, NOW.plus(Duration.ofDays(366L * 9000)))))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].expiresAt");
    }

    @Test
    void namesTwentyFaultsAtMost() {
        RowInput[] wrong = new RowInput[30];
        Arrays.fill(wrong, issue("a", "b", "c", 0));

        assertThat(faults(BatchKind.ISSUE, wrong)).hasSize(20);
    }

    private static RowInput issue(
            String customer, String product, String policy, Integer quantity) {
        return new RowInput(
                customer, product, policy, quantity, null, null, null, null, null, null, null, null,
                null, null);
    }

    private static RowInput imported(String key, Instant issuedAt, Instant expiresAt) {
        return imported(key, KeyHash.of(key), issuedAt, expiresAt);
    }

    private static RowInput imported(
            String key, String sha256, Instant issuedAt, Instant expiresAt) {
        return new RowInput(
                "a", "b", "c", null, null, null, null, null, null, null, key, sha256, issuedAt,
                expiresAt);
    }

    private static List<InvalidField> faults(BatchKind kind, RowInput... rows) {
        try {
            new CheckRows(kind, 100, 50, NOW)
                    .check(
                            rows == null
                                    ? Collections.singletonList(null)
                                    : new ArrayList<>(Arrays.asList(rows)));
            return List.of();
        } catch (Refused refused) {
            return refused.problem().invalidFields();
        }
    }
}
