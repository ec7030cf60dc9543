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
 * What an issuance or a return claims from one quota.
 *
 * @param quota the name of the counter: what is counted, and for whom
 * @param count how much is claimed
 * @param limit the current limit of the counter; a changed limit takes effect with the next claim
 */
public record QuotaClaim(String quota, long count, long limit) {

    private static final String LINE = "line";
    private static final String MANAGER = "manager";
    private static final String GRANT = "grant";
    private static final String UNPAID = "unpaid";
    private static final String TRIAL = "trial";
    private static final String TRIALS = "trials";

    /** The quota of an order line: its quantity. */
    public static QuotaClaim ofLine(OrderId order, LineId line, long count, long limit) {
        return new QuotaClaim(lineOf(order, line), count, limit);
    }

    public static String lineOf(OrderId order, LineId line) {
        return LINE + ":" + order + ":" + line;
    }

    /** The quota of a license manager for a product in an order. */
    public static QuotaClaim ofManager(
            OrderId order, PartnerId manager, ProductId product, long count, long limit) {
        return new QuotaClaim(MANAGER + ":" + order + ":" + manager + ":" + product, count, limit);
    }

    /** The quota of a partner's portfolio grant: counts what it and all below it were issued. */
    public static QuotaClaim ofGrant(PartnerId partner, ProductId product, long count, long limit) {
        return new QuotaClaim(GRANT + ":" + partner + ":" + product, count, limit);
    }

    /**
     * The quota of unpaid licenses that a partner issued from its portfolio; settling lowers it.
     */
    public static QuotaClaim ofUnpaid(PartnerId partner, long count, long limit) {
        return new QuotaClaim(unpaidOf(partner), count, limit);
    }

    static String unpaidOf(PartnerId partner) {
        return UNPAID + ":" + partner;
    }

    /** The quota of trials of a product per customer: one. */
    public static QuotaClaim ofTrial(CustomerId customer, ProductId product, long count) {
        return new QuotaClaim(TRIAL + ":" + customer + ":" + product, count, 1);
    }

    /** The quota of trials that a partner issues in the calendar month of {@code now}, UTC. */
    public static QuotaClaim ofTrials(PartnerId partner, Instant now, long count, long limit) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        return new QuotaClaim(TRIALS + ":" + partner + ":" + month, count, limit);
    }

    /** The end of the counter's month; null for a counter without an end. */
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

    /** The rule that refuses when the quota is used up. */
    public AccessRule rule() {
        return switch (quota.substring(0, quota.indexOf(':'))) {
            case LINE -> AccessRule.ORDER_LINE_USED_UP;
            case MANAGER -> AccessRule.LICENSE_MANAGER_MAX_REACHED;
            case GRANT -> AccessRule.GRANT_USED_UP;
            case UNPAID -> AccessRule.UNPAID_LIMIT_REACHED;
            case TRIAL -> AccessRule.TRIAL_USED_UP;
            case TRIALS -> AccessRule.TRIAL_LIMIT_REACHED;
            default -> throw new IllegalStateException("no counter for " + quota);
        };
    }

    public boolean isOfGrant() {
        return quota.startsWith(GRANT + ":");
    }

    /** The partner whose grant is counted. */
    public PartnerId granted() {
        if (!isOfGrant()) {
            throw new IllegalStateException(quota + " counts no grant");
        }
        return new PartnerId(quota.split(":", -1)[1]);
    }
}
