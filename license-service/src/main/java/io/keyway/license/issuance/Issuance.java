package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.LicenseEvent.IssuedLicense;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssueFacts;
import io.keyway.license.planning.IssuePlan;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.terms.KeyScheme;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request to issue licenses: the state of the saga. Any instance can continue an unfinished
 * issuance from this state alone.
 *
 * @param path the partners from the vendor down to the issuer: the scope
 * @param immediateLine the order line that it fulfils; null for a request over HTTP
 * @param prepared null while what an order line names has not arrived from the other services
 * @param doneFirsts the first index of every chunk that is issued
 * @param issued how many licenses are issued
 * @param failure why it failed; null otherwise
 * @param settled whether the quotas are confirmed or released: nothing is left to do
 * @param movedAt when it last made progress or an instance took it up
 */
record Issuance(
        IssuanceId id,
        List<PartnerId> path,
        IssueRequest request,
        @Nullable LineId immediateLine,
        @Nullable Prepared prepared,
        Stage stage,
        Set<Integer> doneFirsts,
        int issued,
        @Nullable ProblemCode failure,
        boolean settled,
        Instant createdAt,
        Instant movedAt)
        implements Aggregate {

    enum Stage {
        /** An order line waits for what it names to arrive. */
        WAITING,
        /** The quotas are being claimed. */
        CLAIMING,
        /** All quotas are claimed: from here on it cannot fail. */
        ISSUING,
        /** All licenses are issued. */
        COMPLETED,
        /** A rule or quota has refused it; no license was issued. */
        FAILED
    }

    /**
     * Everything that its licenses are made from. Fixed at the start, so that a repeated chunk
     * makes the same licenses.
     *
     * @param kid the id of the signing key
     * @param chunkSize licenses per chunk
     * @param inBackground whether chunks are requested over the bus; otherwise the instance that
     *     received the request issues all licenses
     */
    record Prepared(
            IssuePlan plan,
            License.Owner owner,
            String productName,
            String policyName,
            KeyScheme scheme,
            String kid,
            int chunkSize,
            boolean inBackground) {

        static Prepared of(
                IssueRequest request,
                IssuePlan plan,
                IssueFacts facts,
                String kid,
                LicenseProperties.Issuance settings) {
            boolean inBackground = request.quantity() > settings.atOnceMax();
            return new Prepared(
                    plan,
                    License.Owner.of(Objects.requireNonNull(facts.customer())),
                    facts.product().name(),
                    facts.policy().name(),
                    facts.policy().scheme(),
                    kid,
                    inBackground ? settings.chunkSize() : request.quantity(),
                    inBackground);
        }
    }

    Issuance {
        path = List.copyOf(path);
        doneFirsts = Set.copyOf(doneFirsts);
    }

    /**
     * An issuance requested over HTTP.
     *
     * @param path ends with the issuer
     */
    static Issuance requested(
            IssuanceId id,
            List<PartnerId> path,
            IssueRequest request,
            Prepared prepared,
            Instant now) {
        // The change to ISSUING requests the chunks, so a large issuance does not start in it.
        boolean nothingToDoFirst = prepared.plan().claims().isEmpty() && !prepared.inBackground();
        Stage first = nothingToDoFirst ? Stage.ISSUING : Stage.CLAIMING;
        return new Issuance(
                id, path, request, null, prepared, first, Set.of(), 0, null, false, now, now);
    }

    /** Derived from the line, so that an order that is delivered again finds its issuance. */
    static IssuanceId idOf(LineId line) {
        return IssuanceId.with(line.uniquePart());
    }

    /** The issuance of an immediate order line. */
    static Issuance ofLine(
            IssuanceId id, List<PartnerId> path, IssueRequest request, LineId line, Instant now) {
        return new Issuance(
                id, path, request, line, null, Stage.WAITING, Set.of(), 0, null, false, now, now);
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }

    PartnerId issuer() {
        return path.getLast();
    }

    boolean ended() {
        return stage == Stage.COMPLETED || stage == Stage.FAILED;
    }

    Prepared preparation() {
        if (prepared == null) {
            throw new IllegalStateException(id + " is not prepared yet");
        }
        return prepared;
    }

    List<Chunk> chunks() {
        return Chunk.of(request.quantity(), preparation().chunkSize());
    }

    List<Chunk> chunksToDo() {
        return chunks().stream().filter(chunk -> !doneFirsts.contains(chunk.first())).toList();
    }

    Issuance prepared(Prepared preparation, Instant now) {
        return moved(preparation, Stage.CLAIMING, doneFirsts, issued, null, false, now);
    }

    Issuance issuing(Instant now) {
        return moved(prepared, Stage.ISSUING, doneFirsts, issued, null, false, now);
    }

    Issuance failed(ProblemCode code, Instant now) {
        return moved(prepared, Stage.FAILED, doneFirsts, issued, code, prepared == null, now);
    }

    Issuance done(Chunk chunk, Instant now) {
        Set<Integer> firsts = new TreeSet<>(doneFirsts);
        firsts.add(chunk.first());
        int nowIssued = issued + chunk.count();
        Stage next = nowIssued == request.quantity() ? Stage.COMPLETED : Stage.ISSUING;
        boolean nothingToConfirm = preparation().plan().claims().isEmpty();
        return moved(
                prepared,
                next,
                firsts,
                nowIssued,
                null,
                next == Stage.COMPLETED && nothingToConfirm,
                now);
    }

    /** Marks that an instance works on it, so that the sweeps of others leave it alone. */
    Issuance takenUp(Instant now) {
        return moved(prepared, stage, doneFirsts, issued, failure, settled, now);
    }

    Issuance settled(Instant now) {
        return moved(prepared, stage, doneFirsts, issued, failure, true, now);
    }

    /** The event about the licenses of a chunk. */
    LicensesIssued eventOf(Chunk chunk, List<License> made) {
        return new LicensesIssued(
                id,
                chunk.first(),
                IssuedTerms.of(made.getFirst().state()),
                made.stream()
                        .map(license -> new IssuedLicense(license.id(), license.key().hash()))
                        .toList());
    }

    /** The events to publish when this stage is reached: chunk requests, or the line's result. */
    DomainEvent[] eventsOfStage() {
        OrderId order = request.orderId();
        return switch (stage) {
            case WAITING, CLAIMING -> new DomainEvent[0];
            case ISSUING ->
                    !preparation().inBackground()
                            ? new DomainEvent[0]
                            : chunks().stream()
                                    .map(
                                            chunk ->
                                                    new ChunkRequested(
                                                            id, chunk.first(), chunk.count()))
                                    .toArray(DomainEvent[]::new);
            case COMPLETED ->
                    order == null || immediateLine == null
                            ? new DomainEvent[0]
                            : new DomainEvent[] {new LineIssued(order, immediateLine, issued)};
            case FAILED ->
                    order == null || immediateLine == null || failure == null
                            ? new DomainEvent[0]
                            : new DomainEvent[] {new LineFailed(order, immediateLine, failure)};
        };
    }

    private Issuance moved(
            @Nullable Prepared preparation,
            Stage newStage,
            Set<Integer> firsts,
            int newIssued,
            @Nullable ProblemCode code,
            boolean nowSettled,
            Instant now) {
        return new Issuance(
                id,
                path,
                request,
                immediateLine,
                preparation,
                newStage,
                firsts,
                newIssued,
                code,
                nowSettled,
                createdAt,
                now);
    }
}
