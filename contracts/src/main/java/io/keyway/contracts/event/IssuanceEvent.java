package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;

/** Work for the instances of license-service, and what it reports about orders. */
public sealed interface IssuanceEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.ISSUANCE;
    }

    /** One chunk of a large issuance. Whichever instance takes it makes the same licenses. */
    @JsonTypeName("io.keyway.issuance.chunk-requested.v1")
    record ChunkRequested(IssuanceId issuanceId, int first, int count) implements IssuanceEvent {
        /** By chunk, so that the chunks of one issuance are spread over the partitions. */
        @Override
        @JsonIgnore
        public String key() {
            return issuanceId.value() + ":" + first;
        }
    }

    /**
     * License-service has stored this revision of the order: licenses can be drawn from its lines.
     */
    @JsonTypeName("io.keyway.order.allowance-opened.v1")
    record AllowanceOpened(OrderId orderId, long revision) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** All licenses of an immediate line were issued. */
    @JsonTypeName("io.keyway.order.line-issued.v1")
    record LineIssued(OrderId orderId, LineId lineId, long issued) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** An immediate line cannot be issued, with the reason. */
    @JsonTypeName("io.keyway.order.line-failed.v1")
    record LineFailed(OrderId orderId, LineId lineId, ProblemCode code) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /**
     * How many licenses of an on-demand line were issued so far. The number never falls, so the
     * event with the higher one is newer.
     */
    @JsonTypeName("io.keyway.order.line-drawn.v1")
    record LineDrawn(OrderId orderId, LineId lineId, long drawn) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** The requested return was done: the returned licenses can no longer be issued or used. */
    @JsonTypeName("io.keyway.order.lines-returned.v1")
    record LinesReturned(OrderId orderId, ReturnId returnId) implements IssuanceEvent {
        @Override
        @JsonIgnore
        public String key() {
            return orderId.value();
        }
    }

    /** Nothing of the requested return was done, with the reason. */
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
