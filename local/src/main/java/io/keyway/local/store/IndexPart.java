package io.keyway.local.store;

import java.util.List;

/**
 * One field of an index.
 *
 * @param path as in a query: field names separated by dots
 * @param fragments the names in the path
 */
record IndexPart(String path, List<String> fragments, boolean ascending) {

    static final IndexPart ID = of("_id", true);

    static IndexPart of(String path, boolean ascending) {
        return new IndexPart(path, List.of(path.split("\\.", -1)), ascending);
    }

    String root() {
        return fragments.getFirst();
    }

    /** Whether the path contains positions in lists, which indexes do not cover. */
    boolean namesPlaces() {
        return fragments.stream().anyMatch(IndexPart::isNumber);
    }

    private static boolean isNumber(String fragment) {
        return !fragment.isEmpty() && fragment.chars().allMatch(Character::isDigit);
    }
}
