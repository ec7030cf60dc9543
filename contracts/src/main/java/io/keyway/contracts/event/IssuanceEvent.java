package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;

/** Work for license-service, and what it says became of an order. */
public sealed interface IssuanceEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.ISSUANCE;
    }

    /** One part of a large issuance; whoever takes it makes the same licenses. */
    @JsonTypeName("io.keyway.issuance.chunk-requested.v1")
    record ChunkRequested(IssuanceId issuanceId, int first, int count) implements IssuanceEvent {
        /** Chunks of one issuance spread over the partitions. */
        @Override
        @JsonIgnore
        public String key() {
            return issuanceId.value() + ":" + first;
        }
    }

    /**
     * License-service has taken in the order as of this revision: its lines and managers can be
     * drawn on.
     */
    @JsonTypeName("io.keyway.order.allowance-opened.v1")
    record AllowanceOpened(OrderId orderId, long revision) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** All licenses of an immediate line are issued. */
    @JsonTypeName("io.keyway.order.line-issued.v1")
    record LineIssued(OrderId orderId, LineId lineId, long issued) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** An immediate line cannot be issued, and why. */
    @JsonTypeName("io.keyway.order.line-failed.v1")
    record LineFailed(OrderId orderId, LineId lineId, ProblemCode code) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /**
     * How much of a line of an allowance was issued so far. It never falls: of two, the one that
     * says more is the newer.
     */
    @JsonTypeName("io.keyway.order.line-drawn.v1")
    record LineDrawn(OrderId orderId, LineId lineId, long drawn) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** What was asked to be taken back is: nothing of it can be issued or used any more. */
    @JsonTypeName("io.keyway.order.lines-returned.v1")
    record LinesReturned(OrderId orderId, ReturnId returnId) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** Nothing of what was asked is taken back, and why. */
    @JsonTypeName("io.keyway.order.return-refused.v1")
    record ReturnRefused(OrderId orderId, ReturnId returnId, ProblemCode code)
            implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }
}
