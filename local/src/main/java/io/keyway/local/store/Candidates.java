package io.keyway.local.store;

import io.keyway.local.store.EntryCursor.Candidate;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The documents whose entries a walk reads, each once. Documents are read one by one, on demand.
 */
final class Candidates implements Iterator<Candidate> {

    private final Walk walk;
    private final Queue<Interval> ahead;
    private final Queue<EntryCursor> cursors;
    private final Set<Key> met = new HashSet<>();
    private @Nullable Candidate next;

    private Candidates(Walk walk) {
        this.walk = walk;
        this.ahead = new ArrayDeque<>(walk.intervals());
        this.cursors = new PriorityQueue<>();
        if (walk.ordered()) {
            while (!ahead.isEmpty()) {
                open(ahead.remove());
            }
        }
        advance();
    }

    static Stream<Candidate> of(Walk walk) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Candidates(walk), Spliterator.ORDERED),
                false);
    }

    /** All candidates, sorted by id. */
    static Stream<Candidate> byId(Plan plan) {
        Set<Key> ids = new TreeSet<>();
        collect(plan, ids);
        return ids.stream().map(id -> new Candidate(id, null));
    }

    private static void collect(Plan plan, Set<Key> ids) {
        switch (plan) {
            case Walk walk -> of(walk).forEach(candidate -> ids.add(candidate.id()));
            case Union union -> union.plans().forEach(part -> collect(part, ids));
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Candidate next() {
        Candidate found = next;
        if (found == null) {
            throw new NoSuchElementException();
        }
        advance();
        return found;
    }

    private void advance() {
        do {
            next = read();
        } while (next != null && walk.repeats() && !met.add(next.id()));
    }

    private @Nullable Candidate read() {
        while (cursors.isEmpty() && !ahead.isEmpty()) {
            open(ahead.remove());
        }
        EntryCursor cursor = cursors.poll();
        if (cursor == null) {
            return null;
        }
        Candidate candidate = cursor.candidate();
        cursor.advance();
        if (cursor.entry() != null) {
            cursors.add(cursor);
        }
        return candidate;
    }

    private void open(Interval interval) {
        EntryCursor cursor = new EntryCursor(walk.entries(), interval, walk.backward());
        if (cursor.entry() != null) {
            cursors.add(cursor);
        }
    }
}
