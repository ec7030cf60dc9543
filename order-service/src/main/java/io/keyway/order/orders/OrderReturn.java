package io.keyway.order.orders;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.ReturnId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A requested return of lines of an order, and its outcome. License-service decides it, because
 * only it knows what is issued at that moment.
 */
public sealed interface OrderReturn {

    /** What is asked for; the same in every state. */
    record Asked(ReturnId id, ReturnKind kind, List<ReturnedLine> lines, Instant askedAt) {
        public Asked {
            lines = List.copyOf(lines);
        }
    }

    /** License-service has not answered yet. */
    record Pending(Asked asked) implements OrderReturn {

        Done done(Money credited) {
            return new Done(asked, credited);
        }

        Refused refused(ProblemCode refusal) {
            return new Refused(asked, refusal);
        }

        ReturnAsked toEvent() {
            return new ReturnAsked(asked.id(), asked.kind(), asked.lines());
        }
    }

    /**
     * The licenses are taken back.
     *
     * @param credited what is no longer owed because of it
     */
    record Done(Asked asked, Money credited) implements OrderReturn {}

    /**
     * Nothing was taken back.
     *
     * @param refusal why license-service refused it
     */
    record Refused(Asked asked, ProblemCode refusal) implements OrderReturn {}

    Asked asked();

    default ReturnId id() {
        return asked().id();
    }

    /** The name of a state in documents and answers. */
    enum Status {
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

    default Status status() {
        return switch (this) {
            case Pending _ -> Status.PENDING;
            case Done _ -> Status.DONE;
            case Refused _ -> Status.REFUSED;
        };
    }

    /** A return as it is stored: one flat document for all states. */
    record Document(
            ReturnId id,
            ReturnKind kind,
            List<ReturnedLine> lines,
            Status status,
            @Nullable Money credited,
            @Nullable ProblemCode refusal,
            Instant askedAt) {}

    @JsonCreator
    static OrderReturn from(Document stored) {
        Asked asked = new Asked(stored.id(), stored.kind(), stored.lines(), stored.askedAt());
        return switch (stored.status()) {
            case PENDING -> new Pending(asked);
            case DONE -> new Done(asked, Objects.requireNonNull(stored.credited()));
            case REFUSED -> new Refused(asked, Objects.requireNonNull(stored.refusal()));
        };
    }

    @JsonValue
    default Document toDocument() {
        return new Document(
                id(),
                asked().kind(),
                asked().lines(),
                status(),
                this instanceof Done done ? done.credited() : null,
                this instanceof Refused refused ? refused.refusal() : null,
                asked().askedAt());
    }
}
