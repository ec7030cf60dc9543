package io.keyway.partner.plans;

import io.keyway.contracts.Dated;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a patch changes about the plan of a partner or customer.
 *
 * @param asked whether it names a plan at all
 * @param planId the plan; null for none
 * @param from the first day of the plan; null for today, if it is another one than today's
 * @param today in UTC, like the months of statements
 */
public record PlanChange(
        boolean asked, @Nullable PlanId planId, @Nullable LocalDate from, LocalDate today) {

    public static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * @param patch a JSON merge patch with or without {@code planId}
     * @param planId the plan after the patch
     * @throws Refused {@code invalid_request} for a date without a plan or out of range
     */
    public static PlanChange of(
            JsonNode patch, @Nullable PlanId planId, @Nullable LocalDate from, LocalDate today) {
        if (from != null && !patch.has("planId")) {
            throw Refused.invalid("planFrom", "needs planId: nothing else has a date").get();
        }
        if (from != null
                && (from.isBefore(Dated.earliest(today)) || from.isAfter(Dated.latest(today)))) {
            throw Refused.invalid(
                            "planFrom",
                            "must be from " + Dated.earliest(today) + " to " + Dated.latest(today))
                    .get();
        }
        return new PlanChange(patch.has("planId"), planId, from, today);
    }

    /**
     * The periods after the change: it replaces those that begin later, and one that is to come.
     *
     * @throws Refused {@code conflict} if they are too many
     */
    public List<PlanPeriod> of(List<PlanPeriod> periods) {
        if (!asked || (from == null && Objects.equals(planId, PlanPeriod.planOn(periods, today)))) {
            return periods;
        }
        LocalDate first = from == null ? today : from;
        LocalDate replaced = first.isAfter(today) ? today.plusDays(1) : first;
        List<PlanPeriod> next =
                Dated.kept(
                        Dated.with(Dated.before(periods, replaced), new PlanPeriod(first, planId)),
                        today);
        if (next.size() > Dated.ENTRIES_MAX) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "The plan was changed "
                            + Dated.ENTRIES_MAX
                            + " times in "
                            + Dated.MONTHS_KEPT
                            + " months: it cannot be changed again yet.");
        }
        return next;
    }
}
