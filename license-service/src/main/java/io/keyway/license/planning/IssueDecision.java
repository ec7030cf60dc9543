package io.keyway.license.planning;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.id.PartnerId;
import org.jspecify.annotations.Nullable;

/** Whether a request may be issued, and how. */
public sealed interface IssueDecision {

    /** It may, unless a quota refuses its claim. */
    record Planned(IssuePlan plan) implements IssueDecision {}

    /**
     * A rule refuses it.
     *
     * @param detail a sentence for the caller
     * @param at the partner on the path whose grant refuses; null if no grant does
     */
    record Refused(AccessRule rule, String detail, @Nullable PartnerId at)
            implements IssueDecision {

        Refused(AccessRule rule, String detail) {
            this(rule, detail, null);
        }
    }

    /** A field of the request contradicts the policy that it names. */
    record Invalid(String field, String message) implements IssueDecision {}
}
