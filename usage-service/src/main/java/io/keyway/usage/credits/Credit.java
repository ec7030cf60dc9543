package io.keyway.usage.credits;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import io.keyway.usage.network.EdgeId;
import io.keyway.usage.once.BilledOnce;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a payer may pay its statements with.
 *
 * <p>A draw is reserved here before its statement is stored. Until then the reservation only grows,
 * because several closers may be at work and a slow one may still store the most that was reserved.
 * Once the statement is stored, its line is what was drawn, and the rest is free again.
 *
 * @param payer {@code Payer.key}, by which credits are found
 * @param payeeId the partner that is paid with it
 * @param path the partners that see it, as those of the payer's statements
 * @param price what a prepaid credit costs; null for a grant
 * @param billed where the price is billed; null for a grant
 * @param from the first month that it pays
 * @param until the last month that it pays
 * @param meters codes of the meters whose usage it pays; null for everything owed
 * @param priority the lowest is drawn first
 * @param givenBy the partner that gave it; those below it may not void it
 * @param draws one per statement, and so bounded by the months in which it pays
 */
record Credit(
        CreditId id,
        PayerId payerId,
        String payer,
        PartnerId payeeId,
        List<PartnerId> path,
        Kind kind,
        Money amount,
        @Nullable Money price,
        @Nullable BilledOnce billed,
        YearMonth from,
        YearMonth until,
        @Nullable List<String> meters,
        int priority,
        String note,
        PartnerId givenBy,
        @Nullable AccountId createdBy,
        Instant createdAt,
        List<Draw> draws,
        @Nullable Voided voided)
        implements Aggregate {

    /** Later than any month that a credit can pay. */
    static final String UNSETTLED = "9999-12";

    /** The order in which credits are drawn; documented at {@code POST /credits}. */
    static final Comparator<Credit> ORDER =
            Comparator.comparingInt(Credit::priority)
                    .thenComparing(Credit::until)
                    .thenComparing(Credit::kind)
                    .thenComparing(credit -> credit.id().value());

    /** In the order in which they are drawn. */
    enum Kind {
        /** A gift. */
        @JsonProperty("grant")
        GRANT,
        /** Paid in advance. */
        @JsonProperty("prepaid")
        PREPAID
    }

    /**
     * What a statement has drawn.
     *
     * @param amount in minor units: what its line says, or until it is stored the most that was
     *     reserved for it
     * @param settled whether the statement is stored
     */
    record Draw(StatementId statementId, YearMonth period, long amount, boolean settled) {}

    /** Who has ended it and why. */
    record Voided(@Nullable AccountId by, Instant at, String reason) {}

    Credit {
        path = List.copyOf(path);
        draws = List.copyOf(draws);
        meters = meters == null ? null : List.copyOf(meters);
    }

    Id payerKey() {
        return switch (payerId) {
            case PartnerId partner -> partner;
            case CustomerId customer -> EdgeId.of(customer, payeeId);
        };
    }

    /**
     * The last month whose statement has to look at it: stored, so that credits which are used up
     * are never read again. {@link #UNSETTLED} while a statement that it waits for is not known to
     * be stored; null if nothing can be drawn any more.
     */
    @JsonProperty
    @Nullable String openUntil() {
        if (!awaited().isEmpty()) {
            return UNSETTLED;
        }
        return available(null) > 0 ? until.toString() : null;
    }

    /** What is drawn or reserved, in minor units. */
    long drawn() {
        return drawnBeside(null);
    }

    private long drawnBeside(@Nullable StatementId statement) {
        return draws.stream()
                .filter(draw -> !draw.statementId().equals(statement))
                .mapToLong(Draw::amount)
                .sum();
    }

    /** What a statement may draw, in minor units; what it has reserved before is no hindrance. */
    long available(@Nullable StatementId statement) {
        return voided == null ? amount.amount() - drawnBeside(statement) : 0;
    }

    boolean pays(YearMonth period) {
        return !period.isBefore(from) && !period.isAfter(until);
    }

    /**
     * Whether the statement of the month is to bill the price. One that was voided costs nothing
     * unless another statement has drawn from it.
     */
    boolean bills(YearMonth period) {
        return billed != null
                && billed.dueIn(period)
                && (voided == null || drawnBeside(StatementIds.of(payerKey(), period)) > 0);
    }

    /** The statements, not known to be stored, for which something is reserved. */
    Stream<StatementId> reservedFor() {
        return draws.stream().filter(draw -> !draw.settled()).map(Draw::statementId);
    }

    /**
     * The credit with a reservation for a statement, which is not stored yet.
     *
     * @param drawn in minor units; 0 if the statement only bills the price
     * @param priced whether it bills the price
     * @return empty if that is not left, or the price is not owed in the period
     */
    Optional<Credit> reserve(StatementId statement, YearMonth period, long drawn, boolean priced) {
        if (drawn > available(statement) || priced && !bills(period)) {
            return Optional.empty();
        }
        List<Draw> next = new ArrayList<>();
        long most = drawn;
        for (Draw draw : draws) {
            if (!draw.statementId().equals(statement)) {
                next.add(draw);
            } else if (draw.settled()) {
                // Stored already: what it draws is decided.
                return Optional.of(this);
            } else {
                most = Math.max(most, draw.amount());
            }
        }
        next.add(new Draw(statement, period, most, false));
        return Optional.of(with(next, billed));
    }

    /** The statements that must be stored before it is known what is left and what is billed. */
    List<StatementId> awaited() {
        List<StatementId> awaited = new ArrayList<>(reservedFor().toList());
        // Also of a voided one, while a closer that has reserved may store a statement with it.
        if (billed != null && (voided == null || !draws.isEmpty())) {
            awaited.addAll(billed.awaited(payerKey()));
        }
        return awaited;
    }

    /**
     * The credit after some statements were found stored: what their lines say was drawn.
     *
     * @param closed their lines
     */
    Credit told(Map<StatementId, List<Line>> closed) {
        List<Draw> next = new ArrayList<>();
        for (Draw draw : draws) {
            List<Line> lines = draw.settled() ? null : closed.get(draw.statementId());
            if (lines == null) {
                next.add(draw);
                continue;
            }
            long drawn = CreditLines.drawn(lines, id);
            if (drawn != 0 || CreditLines.bill(lines, id)) {
                next.add(new Draw(draw.statementId(), draw.period(), drawn, true));
            }
        }
        BilledOnce price =
                billed == null
                        ? null
                        : billed.told(payerKey(), closed, lines -> CreditLines.bill(lines, id));
        return with(next, price);
    }

    Credit voided(Voided why) {
        return new Credit(
                id, payerId, payer, payeeId, path, kind, amount, price, billed, from, until, meters,
                priority, note, givenBy, createdBy, createdAt, draws, why);
    }

    private Credit with(List<Draw> newDraws, @Nullable BilledOnce newBilled) {
        return new Credit(
                id, payerId, payer, payeeId, path, kind, amount, price, newBilled, from, until,
                meters, priority, note, givenBy, createdBy, createdAt, newDraws, voided);
    }

    /** Whether a partner that sees it may void it: the one that gave it and those above. */
    boolean mayBeVoidedBy(PartnerId partner) {
        int giver = path.indexOf(givenBy);
        return giver < 0 || path.subList(0, giver + 1).contains(partner);
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
}
