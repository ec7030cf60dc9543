package io.keyway.kit.access;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param rule the first that refuses; {@link AccessRule#ALLOWED} if none does
 * @param reason in words, for whoever asked
 */
public record Finding(AccessRule rule, String reason) {

    static final Finding ALLOWED = new Finding(AccessRule.ALLOWED, "Nothing refuses this.");

    public static Optional<Finding> of(AccessRule rule, String reason) {
        return Optional.of(new Finding(rule, reason));
    }

    /** Foreign and missing are the same answer. */
    public static Optional<Finding> notFound() {
        return of(AccessRule.NOT_FOUND, "It does not exist, or lies outside the branch.");
    }

    /**
     * Where any of several things would do: nothing refuses if nothing refuses one of them, else
     * the one that almost fits explains.
     *
     * @param each what was found of each; asked one by one until one fits
     */
    public static Optional<Finding> ofAny(Stream<Optional<Finding>> each) {
        Optional<Finding> closest = Optional.empty();
        for (Iterator<Optional<Finding>> found = each.iterator(); found.hasNext(); ) {
            Optional<Finding> next = found.next();
            if (next.isEmpty()) {
                return next;
            }
            if (closest.isEmpty() || next.get().rule().compareTo(closest.get().rule()) > 0) {
                closest = next;
            }
        }
        return closest.or(Finding::notFound);
    }

    /**
     * With which the call is refused. What somebody may not sell does not exist for it where it
     * only looks at it or passes it on.
     */
    @Nullable ProblemCode code(AccessAction action) {
        boolean unseen =
                rule.code() == ProblemCode.NOT_IN_PORTFOLIO
                        && (action == AccessAction.SEE || action == AccessAction.GRANT);
        return unseen ? ProblemCode.NOT_FOUND : rule.code();
    }
}
