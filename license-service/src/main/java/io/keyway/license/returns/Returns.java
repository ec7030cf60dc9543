package io.keyway.license.returns;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.store.AggregateStore;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.license.quotas.ClaimHolders;
import io.keyway.license.returns.OrderReturn.Stage;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The store of returns. */
@Component
class Returns implements ClaimHolders {

    private final AggregateStore<OrderReturn> returns;

    @Autowired
    Returns(Store store) {
        // order-service has the audit record of the request.
        this(
                store.aggregates("order-returns", OrderReturn.class)
                        .audited(Audited.NONE)
                        .indexed("state.settled", "state.movedAt"));
    }

    Returns(AggregateStore<OrderReturn> returns) {
        this.returns = returns;
    }

    /** Stores a new return, or returns the stored one. */
    OrderReturn start(OrderReturn first) {
        return returns.insert(first).map(Stored::state).orElseThrow();
    }

    /** Unsettled returns that have not moved since. */
    List<OrderReturn> unmoved(Instant since, int max) {
        return returns
                .loadAll(
                        and(eq("state.settled", false), lt("state.movedAt", Date.from(since))), max)
                .stream()
                .map(Stored::state)
                .toList();
    }

    /** A return that is done keeps its claims: what was returned is never issued. */
    @Override
    public boolean keepsNothing(Id holder) {
        return holder instanceof ReturnId id
                && returns.load(id)
                        .map(Stored::state)
                        .filter(found -> found.settled() && found.stage() == Stage.REFUSED)
                        .isPresent();
    }

    /**
     * Changes the return; the change that settles it publishes its outcome.
     *
     * @param move returns the new state, or the same object for no change
     */
    OrderReturn move(ReturnId id, UnaryOperator<OrderReturn> move) {
        return returns.change(
                        id,
                        stored -> {
                            OrderReturn now = stored.state();
                            OrderReturn next = move.apply(now);
                            if (next == now) {
                                return Decision.keep();
                            }
                            return next.settled() && !now.settled()
                                    ? Decision.change(next, next.outcome())
                                    : Decision.change(next);
                        })
                .map(Stored::state)
                .orElseThrow(() -> new IllegalStateException(id + " is gone"));
    }
}
