package io.keyway.order.pricing;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.http.Refused;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Prices order lines for a buyer at the current list prices, and refuses what it may not order. */
@Component
public class PriceLines {

    private final Network network;
    private final OrderProperties settings;
    private final Clock clock;

    PriceLines(Network network, OrderProperties settings, Clock clock) {
        this.network = network;
        this.settings = settings;
        this.clock = clock;
    }

    /** New lines, with ids of their own, at the current prices. */
    public List<Line> newLines(PartnerState buyer, List<LineRequest> requested) {
        requireLinesAtMost(requested.size());
        List<Line> lines = new ArrayList<>(requested.size());
        Pricer pricer = pricer(buyer);
        for (int i = 0; i < requested.size(); i++) {
            lines.add(pricer.line(LineId.next(), requested.get(i), i));
        }
        return lines;
    }

    /** The lines of a draft, with the same ids, at the current prices. */
    public List<Line> repriced(PartnerState buyer, List<Line> drafted) {
        List<Line> lines = new ArrayList<>(drafted.size());
        Pricer pricer = pricer(buyer);
        for (int i = 0; i < drafted.size(); i++) {
            Line line = drafted.get(i);
            LineRequest request =
                    new LineRequest(line.productId(), line.policyId(), line.quantity());
            lines.add(pricer.line(line.id(), request, i));
        }
        return lines;
    }

    /**
     * @throws Refused {@code invalid_request} if an order would have more lines than {@code
     *     lines-max}
     */
    public void requireLinesAtMost(int lines) {
        if (lines > settings.linesMax()) {
            throw Refused.invalid("lines", "must be at most " + settings.linesMax()).get();
        }
    }

    private Pricer pricer(PartnerState buyer) {
        return new Pricer(buyer, network.portfolio(buyer.path()), clock.instant());
    }

    /** Prices the lines of one buyer as of one instant. */
    private final class Pricer {

        private final PartnerState buyer;
        private final Portfolio portfolio;
        private final Instant now;

        Pricer(PartnerState buyer, Portfolio portfolio, Instant now) {
            this.buyer = buyer;
            this.portfolio = portfolio;
            this.now = now;
        }

        /**
         * @param at index of the line in the request, for the name of a field at fault
         */
        Line line(LineId id, LineRequest request, int at) {
            String field = "lines[" + at + "]";
            if (request.quantity() > settings.quantityMax()) {
                throw Refused.invalid(
                                field + ".quantity", "must be at most " + settings.quantityMax())
                        .get();
            }
            ProductState product = network.product(buyer.vendorId(), request.productId());
            PolicyState policy = network.policy(product, request.policyId());
            return switch (Pricing.of(buyer, product, policy, request.quantity(), portfolio, now)) {
                case Pricing.Priced priced ->
                        Line.ordered(
                                id,
                                product.id(),
                                policy.id(),
                                request.quantity(),
                                priced.unitPrice(),
                                priced.amount(),
                                buyer.discountPercent(),
                                now,
                                product.name(),
                                policy.name());
                case Pricing.NotInPortfolio not -> throw new Refused(not.why().rule().refusal());
                case Pricing.AboveMaximum above ->
                        throw new Refused(AccessRule.GRANT_USED_UP, above.reason());
                case Pricing.Unpriced not ->
                        throw Refused.invalid(field + "." + not.field(), not.message()).get();
            };
        }
    }
}
