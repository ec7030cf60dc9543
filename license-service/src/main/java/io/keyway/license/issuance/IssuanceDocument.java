package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.issuance.Issuance.Claiming;
import io.keyway.license.issuance.Issuance.Completed;
import io.keyway.license.issuance.Issuance.Confirming;
import io.keyway.license.issuance.Issuance.Failed;
import io.keyway.license.issuance.Issuance.Head;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.issuance.Issuance.Releasing;
import io.keyway.license.issuance.Issuance.Waiting;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.PreparedIssue;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An issuance as it is stored: one flat document for all states, so that queries name the same
 * fields in each. Its shape is fixed by the documents that are stored already.
 *
 * @param prepared absent of an order line that waits, or was refused while it waited
 * @param doneFirsts the first index of every chunk that is issued
 * @param issued how many licenses are issued
 * @param failure why it failed; absent otherwise
 * @param settled whether the quotas are confirmed or released: nothing is left to do
 */
record IssuanceDocument(
        IssuanceId id,
        List<PartnerId> path,
        IssueRequest request,
        @Nullable LineId immediateLine,
        @Nullable PreparedIssue prepared,
        Stage stage,
        Set<Integer> doneFirsts,
        int issued,
        @Nullable ProblemCode failure,
        boolean settled,
        Instant createdAt,
        Instant movedAt) {

    /** How far an issuance is, as queries and logs name it. */
    enum Stage {
        WAITING,
        CLAIMING,
        ISSUING,
        /** All licenses are issued; the claims may still have to be confirmed. */
        COMPLETED,
        /** Refused, no license was issued; claims may still have to be released. */
        FAILED;

        static Stage of(Issuance issuance) {
            return switch (issuance) {
                case Waiting _ -> WAITING;
                case Claiming _ -> CLAIMING;
                case Issuing _ -> ISSUING;
                case Confirming _, Completed _ -> COMPLETED;
                case Releasing _, Failed _ -> FAILED;
            };
        }
    }

    static IssuanceDocument of(Issuance issuance) {
        Head head = issuance.head();
        return new IssuanceDocument(
                head.id(),
                head.path(),
                head.request(),
                head.immediateLine(),
                preparedOf(issuance),
                Stage.of(issuance),
                doneFirsts(issuance),
                issuance.issued(),
                issuance.failure(),
                issuance.settled(),
                head.createdAt(),
                head.movedAt());
    }

    private static @Nullable PreparedIssue preparedOf(Issuance issuance) {
        return switch (issuance) {
            case Waiting _ -> null;
            case Failed failed -> failed.prepared();
            case Planned planned -> planned.prepared();
        };
    }

    private static Set<Integer> doneFirsts(Issuance issuance) {
        return switch (issuance) {
            case Issuing issuing -> new TreeSet<>(issuing.doneFirsts());
            case Confirming done -> firsts(done);
            case Completed done -> firsts(done);
            case Waiting _, Claiming _, Releasing _, Failed _ -> Set.of();
        };
    }

    private static Set<Integer> firsts(Planned completed) {
        return completed.chunks().stream()
                .map(Chunk::first)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Issuance toState() {
        Head head = new Head(id, path, request, immediateLine, createdAt, movedAt);
        return switch (stage) {
            case WAITING -> new Waiting(head);
            case CLAIMING -> new Claiming(head, required(prepared));
            case ISSUING -> new Issuing(head, required(prepared), doneFirsts);
            case COMPLETED ->
                    settled
                            ? new Completed(head, required(prepared))
                            : new Confirming(head, required(prepared));
            case FAILED ->
                    settled
                            ? new Failed(head, prepared, required(failure))
                            : new Releasing(head, required(prepared), required(failure));
        };
    }

    private <T> T required(@Nullable T part) {
        return Objects.requireNonNull(part, () -> id + " lacks a part of its stage " + stage);
    }
}
