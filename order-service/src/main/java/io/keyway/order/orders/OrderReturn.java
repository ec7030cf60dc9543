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
 * A requested return of lines of an order, and its outcome. License-service decides it, because
 * only it knows what is issued at that moment.
 *
 * @param credited what is no longer owed because of it; absent until it is done
 * @param refusal why license-service refused it; absent otherwise
 */
public record OrderReturn(
        ReturnId id,
        ReturnKind kind,
        List<ReturnedLine> lines,
        Status status,
        @Nullable Money credited,
        @Nullable ProblemCode refusal,
        Instant askedAt) {

    public enum Status {
        /** License-service has not answered yet. */
        @JsonProperty("pending")
        PENDING,
        /** The licenses are taken back and credited. */
        @JsonProperty("done")
        DONE,
        /** Nothing was taken back. */
        @JsonProperty("refused")
        REFUSED
    }

    public OrderReturn {
        lines = List.copyOf(lines);
    }

    public static OrderReturn requested(
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
