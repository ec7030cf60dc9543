package io.keyway.usage.lines;

import io.keyway.contracts.Dated;
import io.keyway.contracts.Days;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PlanId;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Days of a month that are rated by the same terms. */
public record TermsSpan(Days days, PlanTerms terms) {

    public static TermsSpan whole(YearMonth month, PlanTerms terms) {
        return new TermsSpan(Days.of(month), terms);
    }

    /**
     * The spans of the month: a new one begins on each day on which the plan or its prices change.
     * Days without a plan are in none.
     *
     * @param plans those of the periods; one that is missing does not exist
     */
    public static List<TermsSpan> of(
            List<Dated.Span<PlanPeriod>> periods, Map<PlanId, PlanState> plans) {
        List<TermsSpan> spans = new ArrayList<>();
        for (Dated.Span<PlanPeriod> period : periods) {
            PlanId id = period.entry().planId();
            PlanState plan = id == null ? null : plans.get(id);
            if (plan != null) {
                for (Dated.Span<PlanPrices> prices :
                        Dated.spans(plan.datedPrices(), period.days())) {
                    add(spans, new TermsSpan(prices.days(), PlanTerms.of(plan, prices.entry())));
                }
            }
        }
        return List.copyOf(spans);
    }

    private static void add(List<TermsSpan> spans, TermsSpan next) {
        TermsSpan last = spans.isEmpty() ? null : spans.getLast();
        if (last != null
                && last.days().to().equals(next.days().from())
                && last.terms().equals(next.terms())) {
            spans.set(
                    spans.size() - 1,
                    new TermsSpan(new Days(last.days().from(), next.days().to()), next.terms()));
        } else {
            spans.add(next);
        }
    }

    public boolean isWhole(YearMonth month) {
        return days.equals(Days.of(month));
    }
}
