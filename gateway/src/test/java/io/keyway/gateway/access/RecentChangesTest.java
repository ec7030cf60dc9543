package io.keyway.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.Id;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentChangesTest {

    private final RecentChanges changes = new RecentChanges();
    private final AccountId one = AccountId.next();
    private final AccountId other = AccountId.next();

    @Test
    void anAnswerIsKeptUnlessItsSubjectChangedSinceItWasAskedFor() {
        changes.note(one, () -> {});
        long asOf = changes.count();
        assertThat(keeps(asOf, one, other)).isTrue();
        changes.note(other, () -> {});
        assertThat(keeps(asOf, one)).isTrue();
        assertThat(keeps(asOf, one, other)).isFalse();
        assertThat(keeps(changes.count(), one, other)).isTrue();
    }

    @Test
    void afterAGapNothingThatWasAskedForBeforeIsKept() {
        long asOf = changes.count();
        changes.noteAll(() -> {});
        assertThat(keeps(asOf, one)).isFalse();
        assertThat(keeps(changes.count(), one)).isTrue();
    }

    /** It forgets what was long ago, and then takes all for changed. */
    @Test
    void itIsBounded() {
        long asOf = changes.count();
        for (int i = 0; i < 10_000; i++) {
            changes.note(AccountId.next(), () -> {});
        }
        assertThat(keeps(asOf, one)).isTrue();
        changes.note(AccountId.next(), () -> {});
        assertThat(keeps(asOf, one)).isFalse();
        assertThat(keeps(asOf + 1, one)).isTrue();
    }

    private boolean keeps(long asOf, Id... ids) {
        List<Id> kept = new ArrayList<>();
        changes.ifNoneSince(asOf, List.of(ids), () -> kept.addAll(List.of(ids)));
        return !kept.isEmpty();
    }
}
