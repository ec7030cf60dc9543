package io.keyway.license.quotas;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What an issuance takes from one quota.
 *
 * @param quota the name of the counter, which says what is counted, and whose
 * @param limit what the counter may reach; it is the limit of this moment, so that raising or
 *     lowering one takes effect at once
 */
public record QuotaClaim(String quota, long count, long limit) {

    private static final String LINE = "line";
    private static final String MANAGER = "manager";
    private static final String GRANT = "grant";
    private static final String UNPAID = "unpaid";
    private static final String TRIAL = "trial";
    private static final String TRIALS = "trials";

    /** How much of an order line is issued. */
    public static QuotaClaim ofLine(OrderId order, LineId line, long count, long limit) {
        return new QuotaClaim(lineOf(order, line), count, limit);
    }

    public static String lineOf(OrderId order, LineId line) {
        return LINE + ":" + order + ":" + line;
    }

    /** How much a license manager issued of a product in an order. */
    public static QuotaClaim ofManager(
            OrderId order, PartnerId manager, ProductId product, long count, long limit) {
        return new QuotaClaim(MANAGER + ":" + order + ":" + manager + ":" + product, count, limit);
    }

    /**
     * How much was issued of a product under a partner's portfolio grant, by it and all below it.
     */
    public static QuotaClaim ofGrant(PartnerId partner, ProductId product, long count, long limit) {
        return new QuotaClaim(GRANT + ":" + partner + ":" + product, count, limit);
    }

    /**
     * How many licenses a partner issued from its portfolio and has not paid: a settlement lowers
     * the counter.
     */
    public static QuotaClaim ofUnpaid(PartnerId partner, long count, long limit) {
        return new QuotaClaim(unpaidOf(partner), count, limit);
    }

    static String unpaidOf(PartnerId partner) {
        return UNPAID + ":" + partner;
    }

    /** A customer tries a product once. */
    public static QuotaClaim ofTrial(CustomerId customer, ProductId product, long count) {
        return new QuotaClaim(TRIAL + ":" + customer + ":" + product, count, 1);
    }

    /** How many trials a partner issued in the calendar month of this moment, in UTC. */
    public static QuotaClaim ofTrials(PartnerId partner, Instant now, long count, long limit) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        return new QuotaClaim(TRIALS + ":" + partner + ":" + month, count, limit);
    }

    /** Until when anything is counted by it. Null: always. */
    @Nullable Instant countsUntil() {
        String[] parts = quota.split(":", -1);
        return parts[0].equals(TRIALS)
                ? YearMonth.parse(parts[2])
                        .plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                : null;
    }

    /** What refuses when it is not left. */
    public AccessRule rule() {
        return switch (quota.substring(0, quota.indexOf(':'))) {
            case LINE -> AccessRule.ORDER_LINE_USED_UP;
            case MANAGER -> AccessRule.LICENSE_MANAGER_MAX_REACHED;
            case GRANT -> AccessRule.GRANT_USED_UP;
            case UNPAID -> AccessRule.UNPAID_LIMIT_REACHED;
            case TRIAL -> AccessRule.TRIAL_USED_UP;
            case TRIALS -> AccessRule.TRIAL_LIMIT_REACHED;
            default -> throw new IllegalStateException("nobody counts " + quota);
        };
    }

    public boolean isOfGrant() {
        return quota.startsWith(GRANT + ":");
    }

    /** Whose grant it is that is counted. */
    public PartnerId granted() {
        if (!isOfGrant()) {
            throw new IllegalStateException(quota + " counts no grant");
        }
        return new PartnerId(quota.split(":", -1)[1]);
    }
}
