package io.keyway.license.issuance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.PreparedIssue;
import io.keyway.license.quotas.QuotaClaim;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request to issue licenses: the state of the saga, one record per state, each with only the
 * transitions that are possible from it. Any instance can continue an unfinished issuance from this
 * state alone.
 *
 * <pre>
 * Waiting ──▶ Claiming ──▶ Issuing ──▶ Confirming ──▶ Completed
 *    │           └───────▶ Releasing ──▶ Failed
 *    └─────────────────────────────────────▲
 * </pre>
 *
 * An issuance without claims goes from Issuing to Completed: it has nothing to confirm.
 */
sealed interface Issuance extends Aggregate {

    /**
     * What is the same in every state, and when it last changed.
     *
     * @param path the partners from the vendor down to the issuer: the scope
     * @param immediateLine the order line that it fulfils; null for a request over HTTP
     * @param movedAt when it last made progress or an instance took it up
     */
    record Head(
            IssuanceId id,
            List<PartnerId> path,
            IssueRequest request,
            @Nullable LineId immediateLine,
            Instant createdAt,
            Instant movedAt) {

        public Head {
            path = List.copyOf(path);
        }

        private Head movedAt(Instant now) {
            return new Head(id, path, request, immediateLine, createdAt, now);
        }
    }

    /** Something is left to do; the sweep takes it up when it has not moved for some time. */
    sealed interface Unsettled extends Issuance {

        /** Marks that an instance works on it, so that the sweeps of others leave it alone. */
        default Issuance takenUp(Instant now) {
            Head moved = head().movedAt(now);
            return switch (this) {
                case Waiting _ -> new Waiting(moved);
                case Claiming(_, PreparedIssue prepared) -> new Claiming(moved, prepared);
                case Issuing(_, PreparedIssue prepared, Set<Integer> done) ->
                        new Issuing(moved, prepared, done);
                case Confirming(_, PreparedIssue prepared) -> new Confirming(moved, prepared);
                case Releasing(_, PreparedIssue prepared, ProblemCode code) ->
                        new Releasing(moved, prepared, code);
            };
        }
    }

    /** No quota is claimed for good yet: a rule or a quota may still refuse it. */
    sealed interface Refusable extends Unsettled {

        Issuance failed(ProblemCode code, Instant now);
    }

    /** All licenses are issued, or none will be: the claims are to be confirmed or released. */
    sealed interface Settling extends Unsettled, Planned {

        Issuance settled(Instant now);
    }

    /** What its licenses are made from is known. */
    sealed interface Planned extends Issuance {

        PreparedIssue prepared();

        default List<QuotaClaim> claims() {
            return prepared().plan().claims();
        }

        default List<Chunk> chunks() {
            return Chunk.of(request().quantity(), prepared().chunkSize());
        }
    }

    /** An order line waits for what it names to arrive from the other services. */
    record Waiting(Head head) implements Refusable {

        Claiming prepared(PreparedIssue prepared, Instant now) {
            return new Claiming(head.movedAt(now), prepared);
        }

        @Override
        public Failed failed(ProblemCode code, Instant now) {
            return new Failed(head.movedAt(now), null, code);
        }
    }

    /** The quotas are being claimed. */
    record Claiming(Head head, PreparedIssue prepared) implements Refusable, Planned {

        Issuing issuing(Instant now) {
            return new Issuing(head.movedAt(now), prepared, Set.of());
        }

        @Override
        public Releasing failed(ProblemCode code, Instant now) {
            return new Releasing(head.movedAt(now), prepared, code);
        }
    }

    /**
     * All quotas are claimed: from here on it cannot fail.
     *
     * @param doneFirsts the first index of every chunk that is issued
     */
    record Issuing(Head head, PreparedIssue prepared, Set<Integer> doneFirsts)
            implements Unsettled, Planned {

        public Issuing {
            doneFirsts = Set.copyOf(doneFirsts);
        }

        List<Chunk> chunksToDo() {
            return chunks().stream().filter(chunk -> !doneFirsts.contains(chunk.first())).toList();
        }

        Planned done(Chunk chunk, Instant now) {
            Set<Integer> firsts = new TreeSet<>(doneFirsts);
            firsts.add(chunk.first());
            Head moved = head.movedAt(now);
            Issuing next = new Issuing(moved, prepared, firsts);
            if (!next.chunksToDo().isEmpty()) {
                return next;
            }
            return claims().isEmpty()
                    ? new Completed(moved, prepared)
                    : new Confirming(moved, prepared);
        }
    }

    /** All licenses are issued; the claims are being confirmed. */
    record Confirming(Head head, PreparedIssue prepared) implements Settling {

        @Override
        public Completed settled(Instant now) {
            return new Completed(head.movedAt(now), prepared);
        }
    }

    /** A rule or quota has refused it; what was claimed is being released. */
    record Releasing(Head head, PreparedIssue prepared, ProblemCode code) implements Settling {

        @Override
        public Failed settled(Instant now) {
            return new Failed(head.movedAt(now), prepared, code);
        }
    }

    /** All licenses are issued and all claims confirmed. */
    record Completed(Head head, PreparedIssue prepared) implements Planned {}

    /**
     * A rule or quota has refused it; no license was issued, and no claim is left.
     *
     * @param prepared null if it was refused while it waited
     */
    record Failed(Head head, @Nullable PreparedIssue prepared, ProblemCode code)
            implements Issuance {}

    /**
     * An issuance requested over HTTP.
     *
     * @param path ends with the issuer
     */
    static Issuance requested(
            IssuanceId id,
            List<PartnerId> path,
            IssueRequest request,
            PreparedIssue prepared,
            Instant now) {
        Claiming claiming = new Claiming(new Head(id, path, request, null, now, now), prepared);
        // The change to Issuing requests the chunks, so a large issuance does not start in it.
        return claiming.claims().isEmpty() && !prepared.inBackground()
                ? claiming.issuing(now)
                : claiming;
    }

    /** Derived from the line, so that an order that is delivered again finds its issuance. */
    static IssuanceId idOf(LineId line) {
        return IssuanceId.with(line.uniquePart());
    }

    /** The issuance of an immediate order line. */
    static Waiting ofLine(List<PartnerId> path, IssueRequest request, LineId line, Instant now) {
        return new Waiting(new Head(idOf(line), path, request, line, now, now));
    }

    Head head();

    @Override
    default IssuanceId id() {
        return head().id();
    }

    @Override
    default List<PartnerId> scope() {
        return head().path();
    }

    default IssueRequest request() {
        return head().request();
    }

    /** Whether nothing is left to do. */
    default boolean settled() {
        return !(this instanceof Unsettled);
    }

    /** How many licenses are issued. */
    default int issued() {
        return switch (this) {
            case Issuing issuing ->
                    request().quantity()
                            - issuing.chunksToDo().stream().mapToInt(Chunk::count).sum();
            case Confirming _, Completed _ -> request().quantity();
            case Waiting _, Claiming _, Releasing _, Failed _ -> 0;
        };
    }

    /** Why it failed; null if it has not. */
    default @Nullable ProblemCode failure() {
        return switch (this) {
            case Releasing releasing -> releasing.code();
            case Failed failed -> failed.code();
            case Waiting _, Claiming _, Issuing _, Confirming _, Completed _ -> null;
        };
    }

    /** The events to publish when this stage is reached: chunk requests, or the line's result. */
    default List<DomainEvent> eventsOnEntry() {
        OrderId order = request().orderId();
        LineId line = head().immediateLine();
        return switch (this) {
            case Waiting _, Claiming _ -> List.of();
            case Issuing issuing ->
                    issuing.prepared().inBackground()
                            ? issuing.chunks().stream()
                                    .<DomainEvent>map(
                                            chunk ->
                                                    new ChunkRequested(
                                                            id(), chunk.first(), chunk.count()))
                                    .toList()
                            : List.of();
            case Confirming _, Completed _ ->
                    order == null || line == null
                            ? List.of()
                            : List.of(new LineIssued(order, line, issued()));
            case Releasing _, Failed _ ->
                    order == null || line == null || failure() == null
                            ? List.of()
                            : List.of(new LineFailed(order, line, failure()));
        };
    }

    @JsonCreator
    static Issuance from(IssuanceDocument stored) {
        return stored.toState();
    }

    @JsonValue
    default IssuanceDocument toDocument() {
        return IssuanceDocument.of(this);
    }
}
