package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.OrderEvent.Line;
import java.util.List;

/** What the lines of an order cost, and how a line changes when it fails or is returned. */
final class OrderLines {

    private OrderLines() {}

    /** The price of all lines. */
    static Money total(List<Line> lines) {
        return lines.stream().map(Line::amount).reduce(Money::plus).orElseThrow();
    }

    /** The price of all lines less what was returned or not issued. */
    static Money owed(List<Line> lines) {
        return lines.stream().map(Line::owed).reduce(Money::plus).orElseThrow();
    }

    /** The line with the reason why it was not issued; a reason it already has is kept. */
    static Line failed(Line line, ProblemCode code) {
        return line.failure() != null ? line : line.with(line.returned(), line.credited(), code);
    }

    /**
     * The line with more of it returned. The credit is rounded for everything returned so far, so
     * that the credits of a wholly returned line sum to its amount.
     */
    static Line returned(Line line, long quantity) {
        long returned = (line.returned() == null ? 0 : line.returned()) + quantity;
        Money credited = line.amount().share(returned, line.quantity());
        return line.with(returned, credited, line.failure());
    }
}
