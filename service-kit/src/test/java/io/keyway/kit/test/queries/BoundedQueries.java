package io.keyway.kit.test.queries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries that need no index because the number of documents is bounded: one a line in the
 * service's {@code bounded-queries.txt}, its shape and, after two dashes, the bound.
 *
 * <p>A shape is the whole query without its values, as the guard prints it; there are no wildcards.
 */
final class BoundedQueries {

    private static final String FILE = "bounded-queries.txt";
    private static final String BOUND = " -- ";

    private final Map<String, String> bounds;

    private BoundedQueries(Map<String, String> bounds) {
        this.bounds = bounds;
    }

    /** The lists of the service under test and of the kit. */
    static BoundedQueries load() {
        Map<String, String> bounds = new HashMap<>();
        try {
            for (URL file :
                    Collections.list(BoundedQueries.class.getClassLoader().getResources(FILE))) {
                try (InputStream in = file.openStream()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    bounds.putAll(parse(text.lines().toList()).bounds);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BoundedQueries(bounds);
    }

    static BoundedQueries parse(List<String> lines) {
        Map<String, String> bounds = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(BOUND, 2);
            if (parts.length < 2 || parts[1].isBlank()) {
                throw new IllegalArgumentException("says no bound: " + line);
            }
            bounds.put(parts[0].strip(), parts[1].strip());
        }
        return new BoundedQueries(bounds);
    }

    boolean contain(Query query) {
        return bounds.containsKey(query.shape());
    }
}
