package io.keyway.order.orders;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.ReturnId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be given back of an order, or was: license-service decides, since it alone knows what
 * is drawn at this moment.
 *
 * @param credited what is not owed because of it; absent until it is done
 * @param refusal why it was refused
 */
record OrderReturn(
        ReturnId id,
        ReturnKind kind,
        List<ReturnedLine> lines,
        Status status,
        @Nullable Money credited,
        @Nullable ProblemCode refusal,
        Instant askedAt) {

    enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("refused")
        REFUSED
    }

    OrderReturn {
        lines = List.copyOf(lines);
    }

    static OrderReturn asked(
            ReturnId id, ReturnKind kind, List<ReturnedLine> lines, Instant askedAt) {
        return new OrderReturn(id, kind, lines, Status.PENDING, null, null, askedAt);
    }

    boolean pending() {
        return status == Status.PENDING;
    }

    OrderReturn done(Money credit) {
        return new OrderReturn(id, kind, lines, Status.DONE, credit, null, askedAt);
    }

    OrderReturn refused(ProblemCode why) {
        return new OrderReturn(id, kind, lines, Status.REFUSED, null, why, askedAt);
    }

    ReturnAsked toEvent() {
        return new ReturnAsked(id, kind, lines);
    }
}
