package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The index hint of a command: {@code {$natural: 1}} means no index, as in MongoDB. Other hints are
 * ignored. One such hint applies to all parts of a command.
 */
record Hint(boolean scan) {

    private static final ScopedValue<Hint> CURRENT = ScopedValue.newInstance();

    static Hint of(Document command) {
        return new Hint(
                Stream.of(command.get("updates"), command.get("deletes"), List.of(command))
                        .filter(List.class::isInstance)
                        .flatMap(list -> ((List<?>) list).stream())
                        .anyMatch(Hint::saysScan));
    }

    private static boolean saysScan(Object part) {
        return part instanceof Document document
                && document.get("hint") instanceof Document hint
                && hint.containsKey("$natural");
    }

    <T> T apply(Supplier<T> work) {
        return scan ? ScopedValue.where(CURRENT, this).call(work::get) : work.get();
    }

    static boolean scanning() {
        return CURRENT.isBound();
    }
}
