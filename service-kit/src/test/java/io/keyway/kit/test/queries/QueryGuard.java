package io.keyway.kit.test.queries;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.keyway.kit.test.queries.IndexRules.Verdict;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Collects queries of the code under test that no index serves, until {@link #requireServed} is
 * called. Tests must call it, because the driver swallows exceptions of a listener.
 */
public final class QueryGuard implements CommandListener {

    /** Shared by all services under test in this process; each has a database of its own. */
    public static final QueryGuard OF_ALL_TESTS = new QueryGuard(BoundedQueries.load());

    private static final String OURS = "io.keyway.";
    private static final String STORE = "io.keyway.kit.store.";
    private static final int CALLERS_SHOWN = 3;

    private final BoundedQueries bounded;
    private final Map<String, List<DeclaredIndex>> declared = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> unserved = new ConcurrentLinkedQueue<>();

    QueryGuard(BoundedQueries bounded) {
        this.bounded = bounded;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = event.getCommand();
        if (event.getCommandName().equals("createIndexes")) {
            declare(event.getDatabaseName(), command);
            return;
        }
        for (Query query : Query.of(event.getCommandName(), command)) {
            check(event.getDatabaseName(), query);
        }
    }

    private void declare(String database, BsonDocument command) {
        List<DeclaredIndex> indexes =
                indexesOf(database, command.getString("createIndexes").getValue());
        for (BsonValue spec : command.getArray("indexes")) {
            indexes.add(DeclaredIndex.of(spec.asDocument()));
        }
    }

    private List<DeclaredIndex> indexesOf(String database, String collection) {
        return declared.computeIfAbsent(
                database + "." + collection, any -> new CopyOnWriteArrayList<>());
    }

    private void check(String database, Query query) {
        List<DeclaredIndex> indexes = indexesOf(database, query.collection());
        Verdict verdict = IndexRules.judge(query, indexes);
        if (verdict == Verdict.SERVED || bounded.contain(query)) {
            return;
        }
        List<String> senders = senders();
        if (!senders.isEmpty() && known.add(query.shape())) {
            unserved.add(
                    "%s%n    %s; declared: %s%n    sent by %s"
                            .formatted(
                                    query.shape(),
                                    switch (verdict) {
                                        case SERVED -> "served";
                                        case SORTED_IN_MEMORY -> "is sorted in memory";
                                        case WALKS -> "looks at many until enough match";
                                        case SCANS_ALL -> "looks at every document";
                                    },
                                    indexes,
                                    String.join(" < ", senders)));
        }
    }

    /**
     * The methods of Keyway that led to the query, the nearest first; empty if a test itself
     * queried.
     */
    private static List<String> senders() {
        List<StackWalker.StackFrame> ours =
                StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                        .walk(
                                frames ->
                                        frames.filter(
                                                        frame ->
                                                                frame.getClassName()
                                                                        .startsWith(OURS))
                                                .filter(
                                                        frame ->
                                                                frame.getDeclaringClass()
                                                                        != QueryGuard.class)
                                                .toList());
        if (ours.isEmpty() || isTest(ours.getFirst().getDeclaringClass())) {
            return List.of();
        }
        List<String> senders = new ArrayList<>();
        ours.stream()
                .filter(frame -> !frame.getClassName().startsWith(STORE))
                .limit(CALLERS_SHOWN)
                .forEach(frame -> senders.add(name(frame)));
        return senders.isEmpty() ? List.of(name(ours.getFirst())) : senders;
    }

    private static String name(StackWalker.StackFrame frame) {
        return frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName();
    }

    private static boolean isTest(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String place = source == null ? "" : source.getLocation().getPath();
        return place.endsWith("/test-classes/") || place.endsWith("-tests.jar");
    }

    /**
     * Fails if there were queries without an index since the last call.
     *
     * @throws AssertionError with their shapes
     */
    public void requireServed() {
        List<String> found = new ArrayList<>();
        for (String next = unserved.poll(); next != null; next = unserved.poll()) {
            found.add(next);
        }
        if (!found.isEmpty()) {
            throw new AssertionError(
                    found.stream()
                            .collect(
                                    Collectors.joining(
                                            "%n  ".formatted(),
                                            "no declared index serves%n  ".formatted(),
                                            "")));
        }
    }
}
