package io.keyway.contracts.event;

import io.keyway.contracts.Dated;
import io.keyway.contracts.id.PlanId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which plan somebody is on from a day on.
 *
 * @param from the first day, in UTC; absent for since ever
 * @param planId absent for none
 */
public record PlanPeriod(@Nullable LocalDate from, @Nullable PlanId planId)
        implements Dated<PlanPeriod> {

    @Override
    public PlanPeriod sinceEver() {
        return new PlanPeriod(null, planId);
    }

    /**
     * All periods.
     *
     * @param dated absent if the plan never changed
     * @param planId the plan then
     */
    public static List<PlanPeriod> all(@Nullable List<PlanPeriod> dated, @Nullable PlanId planId) {
        return dated == null ? List.of(new PlanPeriod(null, planId)) : dated;
    }

    /** The plan on the day; null for none. */
    public static @Nullable PlanId planOn(List<PlanPeriod> periods, LocalDate day) {
        return Dated.on(periods, day).planId();
    }

    /** The plans of these periods. */
    public static Stream<PlanId> plans(List<PlanPeriod> periods) {
        return periods.stream().flatMap(period -> Optional.ofNullable(period.planId()).stream());
    }
}
