package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import io.keyway.local.store.EntryCursor.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Finds the documents that match a query. Indexes only reduce what is read: every document is
 * matched with the whole query, so the result is the same as without an index.
 */
final class Finder {

    /**
     * Without a sort, up to so many candidates are sorted by id, so that the result is the same
     * with and without an index. Of more candidates a limited query gets the first ones of the
     * index, as from MongoDB.
     */
    private static final int PUT_IN_ORDER_MAX = 1_000;

    private final Documents documents;
    private final Planner planner;
    private final BiPredicate<Document, Document> matches;
    private final LongAdder scanned;

    Finder(
            Documents documents,
            List<StoredIndex> indexes,
            BiPredicate<Document, Document> matches,
            LongAdder scanned) {
        this.documents = documents;
        this.planner = new Planner(documents, indexes);
        this.matches = matches;
        this.scanned = scanned;
    }

    /**
     * Finds documents.
     *
     * @param wanted at most so many are read from the beginning; 0 for all
     */
    Stream<Document> find(Document query, Order order, int wanted) {
        Plan plan = planner.choose(Conditions.of(query), order, wanted);
        Matching matching = new Matching(query, matches);
        Stream<Document> found =
                candidates(plan, order, wanted)
                        .map(this::read)
                        .map(matching::document)
                        .filter(Objects::nonNull);
        return order.isAny() || plan.ordered() ? found : sorted(found, order, wanted);
    }

    /** The number of matching documents. */
    long count(Document query, int wanted) {
        Plan plan = planner.choose(Conditions.of(query), Order.ANY, wanted);
        Matching matching = new Matching(query, matches);
        Stream<byte[]> found =
                candidates(plan, Order.ANY, wanted).map(this::read).filter(matching::matches);
        return (wanted > 0 ? found.limit(wanted) : found).count();
    }

    private static Stream<Candidate> candidates(Plan plan, Order order, int wanted) {
        boolean many = wanted > 0 && plan.count() > PUT_IN_ORDER_MAX;
        return switch (plan) {
            case Walk walk when !order.isAny() || walk.byId() || many -> Candidates.of(walk);
            case Walk walk -> Candidates.byId(walk);
            case Union union -> Candidates.byId(union);
        };
    }

    private byte[] read(Candidate candidate) {
        byte[] bytes =
                candidate.bytes() == null ? documents.get(candidate.id()) : candidate.bytes();
        scanned.increment();
        return Objects.requireNonNull(bytes, "an index entry without its document");
    }

    /** Keeps only as many as are wanted. Equal ones keep their order. */
    private static Stream<Document> sorted(Stream<Document> found, Order order, int wanted) {
        Comparator<Sorted> first =
                Comparator.comparing(Sorted::key).thenComparingLong(Sorted::number);
        PriorityQueue<Sorted> kept = new PriorityQueue<>(first.reversed());
        long[] number = {0};
        found.forEach(
                document -> {
                    kept.add(new Sorted(order.key(document), number[0]++, document));
                    if (wanted > 0 && kept.size() > wanted) {
                        kept.remove();
                    }
                });
        return kept.stream().sorted(first).map(Sorted::document);
    }

    private record Sorted(Key key, long number, Document document) {}
}
