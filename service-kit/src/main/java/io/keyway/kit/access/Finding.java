package io.keyway.kit.access;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules found: the first one that refuses, or that none does.
 *
 * @param rule the first rule that refuses; {@link AccessRule#ALLOWED} if none does
 * @param reason a sentence for the asker
 */
public record Finding(AccessRule rule, String reason) {

    static final Finding ALLOWED = new Finding(AccessRule.ALLOWED, "Nothing refuses this.");

    public static Optional<Finding> of(AccessRule rule, String reason) {
        return Optional.of(new Finding(rule, reason));
    }

    /** The result for resources that are missing and for those that the subject may not see. */
    public static Optional<Finding> notFound() {
        return of(AccessRule.NOT_FOUND, "It does not exist, or lies outside the branch.");
    }

    /**
     * Combines alternatives of which one is enough, such as several grants. Nothing refuses if one
     * alternative is allowed; otherwise the refusal of the alternative that comes closest is the
     * result.
     *
     * @param each the results of the alternatives; evaluated one by one until one is allowed
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
     * The problem code with which the call itself is refused. For seeing and granting, a product
     * outside the portfolio is reported as not found.
     */
    @Nullable ProblemCode code(AccessAction action) {
        boolean unseen =
                rule.code() == ProblemCode.NOT_IN_PORTFOLIO
                        && (action == AccessAction.SEE || action == AccessAction.GRANT);
        return unseen ? ProblemCode.NOT_FOUND : rule.code();
    }
}
