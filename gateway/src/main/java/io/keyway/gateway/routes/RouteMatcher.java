package io.keyway.gateway.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Finds the route of a request among {@link Routes#ALL}, using a tree of path segments. */
public final class RouteMatcher {

    /** No path of the list is longer, ids included. */
    private static final int PATH_CHARS_MAX = 300;

    private static final Pattern PLAIN_SEGMENT =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*|\\.well-known");

    private final Node root = new Node();

    public RouteMatcher() {
        Routes.ALL.forEach(this::add);
    }

    /** The result of matching a request: a route, a known path without that method, or nothing. */
    public sealed interface Match {

        record Found(Route route) implements Match {}

        record OtherMethod(Set<HttpMethod> allowed) implements Match {}

        record Nothing() implements Match {}
    }

    /**
     * Finds the route of a request. Only plain segments match: nothing encoded, no leading dots
     * (except .well-known), no matrix parameters, no empty segment.
     *
     * @param rawPath as in the request line
     */
    public Match match(HttpMethod method, String rawPath) {
        if (rawPath.length() > PATH_CHARS_MAX || !rawPath.startsWith("/")) {
            return new Match.Nothing();
        }
        List<String> segments = List.of(rawPath.substring(1).split("/", -1));
        if (!segments.stream().allMatch(segment -> PLAIN_SEGMENT.matcher(segment).matches())) {
            return new Match.Nothing();
        }
        Node node = root.find(segments);
        if (node == null) {
            return new Match.Nothing();
        }
        Route route = node.routes.get(method);
        return route == null ? new Match.OtherMethod(node.routes.keySet()) : new Match.Found(route);
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : route.path().substring(1).split("/")) {
            node =
                    node.children.computeIfAbsent(
                            segment.startsWith("{") ? Node.ANY : segment, name -> new Node());
        }
        if (node.routes.put(route.method(), route) != null) {
            throw new IllegalStateException(
                    "two routes for " + route.method() + " " + route.path());
        }
    }

    /** A node of the tree of known path segments. */
    private static final class Node {

        static final String ANY = "{}";

        final Map<String, Node> children = new HashMap<>();
        final Map<HttpMethod, Route> routes = new HashMap<>();

        /** A literal segment takes precedence over a variable one. */
        @Nullable Node find(List<String> segments) {
            if (segments.isEmpty()) {
                return routes.isEmpty() ? null : this;
            }
            Node exact = find(children.get(segments.getFirst()), segments);
            return exact != null ? exact : find(children.get(ANY), segments);
        }

        private static @Nullable Node find(@Nullable Node child, List<String> segments) {
            return child == null ? null : child.find(segments.subList(1, segments.size()));
        }
    }
}
