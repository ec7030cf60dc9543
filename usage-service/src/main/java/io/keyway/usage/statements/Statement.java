package io.keyway.usage.statements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.PlanTerms;
import io.keyway.usage.lines.StatementIds;
import io.keyway.usage.lines.TermsSpan;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.network.EdgeId;
import io.keyway.usage.network.Payer;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the payer owes the payee for a period.
 *
 * @param payerId a partner, or a customer of the payee
 * @param path the partners that see it, from the vendor down to the payer or the customer's partner
 * @param terms the plan that rated the usage, at the end of the month if it changed; null without a
 *     plan
 * @param commissionPercent what the payer earned on orders and usage; null if it earns none
 * @param offsets the end offset of each partition of the usage log that is included, by partition
 *     id
 * @param closedAt null for a draft
 * @param spans the days of the month by what rated them; null if one plan rated all of them alike
 */
public record Statement(
        StatementId id,
        PayerId payerId,
        PartnerId payeeId,
        List<PartnerId> path,
        YearMonth period,
        String currency,
        @Nullable PlanTerms terms,
        @Nullable BigDecimal commissionPercent,
        List<Line> lines,
        Map<String, Long> offsets,
        @Nullable Instant closedAt,
        @Nullable List<TermsSpan> spans)
        implements Aggregate {

    public enum Status {
        /** Computed when asked for; it can still change. */
        @JsonProperty("draft")
        DRAFT,
        /** Never changes again. */
        @JsonProperty("closed")
        CLOSED
    }

    /**
     * Derived from payer and period, so that a month cannot be closed twice.
     *
     * @param payer {@link Payer#key}
     */
    public static StatementId id(Id payer, YearMonth period) {
        return StatementIds.of(payer, period);
    }

    /** The prefix that the ids of all statements of the period share, and no others have. */
    static String idStart(YearMonth period) {
        StatementId first = StatementId.with(TimeSortedIds.of(start(period), ""));
        return first.value()
                .substring(
                        0,
                        first.value().length() - TimeSortedIds.rest(first.uniquePart()).length());
    }

    private static Instant start(YearMonth period) {
        return period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The period in the id; empty if the id does not start with the first instant of a month. */
    static Optional<YearMonth> period(StatementId id) {
        try {
            Instant start = TimeSortedIds.time(id.uniquePart());
            YearMonth period = YearMonth.from(start.atOffset(ZoneOffset.UTC));
            return period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().equals(start)
                    ? Optional.of(period)
                    : Optional.empty();
        } catch (DateTimeException beyondTheCalendar) {
            return Optional.empty();
        }
    }

    static Statement draft(
            Payer payer,
            PartnerId payee,
            YearMonth period,
            String currency,
            List<TermsSpan> spans,
            @Nullable BigDecimal commissionPercent,
            List<Line> lines,
            Map<String, Long> offsets) {
        return new Statement(
                id(payer.key(), period),
                payer.id(),
                payee,
                payer.path(),
                period,
                currency,
                spans.isEmpty() ? null : spans.getLast().terms(),
                commissionPercent,
                lines,
                offsets,
                null,
                spans.stream().allMatch(span -> span.isWhole(period)) ? null : spans);
    }

    Statement closed(Instant at) {
        return closed(lines, at);
    }

    /**
     * @param allLines its lines with those of credits as they are reserved
     */
    Statement closed(List<Line> allLines, Instant at) {
        return new Statement(
                id,
                payerId,
                payeeId,
                path,
                period,
                currency,
                terms,
                commissionPercent,
                allLines,
                offsets,
                at,
                spans);
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }

    @Override
    public @Nullable CustomerId customerId() {
        return switch (payerId) {
            case PartnerId _ -> null;
            case CustomerId customer -> customer;
        };
    }

    /** The payer's {@link Payer#key}. */
    public Id payerKey() {
        return switch (payerId) {
            case PartnerId partner -> partner;
            case CustomerId customer -> EdgeId.of(customer, payeeId);
        };
    }

    /** What rated the days of the month. */
    public List<TermsSpan> termSpans() {
        return spans != null
                ? spans
                : terms == null ? List.of() : List.of(TermsSpan.whole(period, terms));
    }

    public Status status() {
        return closedAt == null ? Status.DRAFT : Status.CLOSED;
    }

    /** One total per currency, the payer's own first. */
    public List<Money> totals() {
        Map<String, Money> totals = new TreeMap<>();
        for (Line line : lines) {
            totals.merge(line.amount().currency(), line.amount(), Money::plus);
        }
        Money own = totals.remove(currency);
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(own == null ? Money.zero(currency) : own),
                        totals.values().stream())
                .toList();
    }

    boolean rated() {
        return lines.stream().noneMatch(line -> line.kind() == Line.Kind.UNRATED);
    }
}
