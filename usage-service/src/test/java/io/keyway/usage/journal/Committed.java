package io.keyway.usage.journal;

import java.util.List;

/** Lets tests of other packages commit what only an owner may. */
public final class Committed {

    private Committed() {}

    public static void commit(Journals journals, Positions positions, List<Journal> committed) {
        committed.forEach(
                journal -> {
                    positions.add(journal.partition());
                    if (!journals.insert(List.of(journal)).isEmpty()) {
                        throw new IllegalStateException(journal.id() + " is there already");
                    }
                });
    }
}
