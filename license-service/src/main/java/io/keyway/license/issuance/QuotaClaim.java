package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;

/**
 * What an issuance takes from one quota.
 *
 * @param quota the name of the counter
 * @param limit what the counter may reach; it is the limit of this moment, so that raising or
 *     lowering one takes effect at once
 * @param untilPaid each license is counted until it is paid; else what is issued stays counted
 * @param refusal what to say when it is not left
 */
record QuotaClaim(String quota, long count, long limit, boolean untilPaid, ProblemCode refusal) {

    /** How much of an order line is issued. */
    static QuotaClaim ofLine(OrderId order, LineId line, long count, long limit) {
        return new QuotaClaim(lineOf(order, line), count, limit, false, ProblemCode.QUOTA_EXCEEDED);
    }

    static String lineOf(OrderId order, LineId line) {
        return "line:" + order + ":" + line;
    }

    /** How much a license manager issued of a product in an order. */
    static QuotaClaim ofManager(
            OrderId order, PartnerId manager, ProductId product, long count, long limit) {
        return new QuotaClaim(
                "manager:" + order + ":" + manager + ":" + product,
                count,
                limit,
                false,
                ProblemCode.QUOTA_EXCEEDED);
    }

    /**
     * How much was issued of a product under a partner's portfolio grant, by it and all below it.
     */
    static QuotaClaim ofGrant(PartnerId partner, ProductId product, long count, long limit) {
        return new QuotaClaim(
                "grant:" + partner + ":" + product,
                count,
                limit,
                false,
                ProblemCode.QUOTA_EXCEEDED);
    }

    /** How many licenses a partner issued from its portfolio and has not paid. */
    static QuotaClaim ofUnpaid(PartnerId partner, long count, long limit) {
        return new QuotaClaim(
                unpaidOf(partner), count, limit, true, ProblemCode.UNPAID_LIMIT_REACHED);
    }

    static String unpaidOf(PartnerId partner) {
        return "unpaid:" + partner;
    }
}
