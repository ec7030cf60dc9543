package io.keyway.license.batches;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.license.batchinput.BatchKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch without its rows.
 *
 * @param path the partners from the vendor down to the sender: the scope
 * @param partnerId the sender
 * @param orderId the order to issue in; null for the portfolio and for an import
 * @param by the account whose permissions apply
 * @param rows how many rows it has
 * @param issued rows whose licenses exist, as last counted
 * @param failed rows that were refused, as last counted
 * @param retrying whether its failed rows are to be made pending again
 * @param due when an instance may take it next; the instance that takes it moves this ahead
 * @param expiresAt when it is deleted with its rows
 */
record Batch(
        BatchId id,
        List<PartnerId> path,
        PartnerId partnerId,
        BatchKind kind,
        @Nullable OrderId orderId,
        By by,
        Status status,
        int rows,
        int issued,
        int failed,
        boolean retrying,
        Instant due,
        Instant createdAt,
        Instant expiresAt)
        implements Aggregate {

    enum Status {
        /** Pending rows are being processed. */
        @JsonProperty("running")
        RUNNING,
        /** Every row has a result. */
        @JsonProperty("completed")
        COMPLETED,
        /** Stopped by a user: pending rows stay pending until it is resumed. */
        @JsonProperty("stopped")
        STOPPED
    }

    /**
     * The account whose permissions apply to the rows: the one that sent or last resumed the batch.
     *
     * @param permissions those of the account or key at that time; permissions that its partners
     *     have lost since do not count
     */
    record By(AccountId actor, @Nullable CredentialId credentialId, Set<Permission> permissions) {

        By {
            permissions = Set.copyOf(permissions);
        }

        static By of(Caller caller) {
            return new By(
                    Objects.requireNonNull(caller.actor()),
                    caller.credentialId(),
                    caller.permissions());
        }
    }

    Batch {
        path = List.copyOf(path);
    }

    static Batch of(
            BatchId id,
            Caller caller,
            BatchKind kind,
            @Nullable OrderId orderId,
            int rows,
            Instant now,
            Instant expiresAt) {
        PartnerId partner = Objects.requireNonNull(caller.partnerId());
        return new Batch(
                id,
                caller.path().subList(0, caller.path().indexOf(partner) + 1),
                partner,
                kind,
                orderId,
                By.of(caller),
                Status.RUNNING,
                rows,
                0,
                0,
                false,
                now,
                now,
                expiresAt);
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }

    int done() {
        return issued + failed;
    }

    boolean running() {
        return status == Status.RUNNING;
    }

    /** The sender as a caller, with these permissions. */
    Caller caller(Set<Permission> left) {
        return new Caller(by.actor(), by.credentialId(), Role.PARTNER, partnerId, null, path, left);
    }

    /** Taken by an instance until then. */
    Batch takenUp(Instant until) {
        return moved(by, status, issued, failed, retrying, until);
    }

    /** With its failed rows pending again. */
    Batch retried() {
        return moved(by, status, issued, 0, false, due);
    }

    /** With these counts; completed if every row has a result. */
    Batch counted(int nowIssued, int nowFailed, Instant next) {
        boolean allTried = !retrying && nowIssued + nowFailed == rows;
        Status counted =
                switch (status) {
                    case STOPPED -> Status.STOPPED;
                    // An instance whose lease was over may have made rows pending again.
                    case RUNNING, COMPLETED -> allTried ? Status.COMPLETED : Status.RUNNING;
                };
        return moved(by, counted, nowIssued, nowFailed, retrying, next);
    }

    Batch stopped() {
        return moved(by, Status.STOPPED, issued, failed, retrying, due);
    }

    /** Running again, with the caller's permissions; failed rows are retried. */
    Batch resumed(Caller caller, Instant now) {
        return moved(By.of(caller), Status.RUNNING, issued, failed, true, now);
    }

    private Batch moved(
            By newBy,
            Status newStatus,
            int nowIssued,
            int nowFailed,
            boolean nowRetrying,
            Instant newDue) {
        return new Batch(
                id,
                path,
                partnerId,
                kind,
                orderId,
                newBy,
                newStatus,
                rows,
                nowIssued,
                nowFailed,
                nowRetrying,
                newDue,
                createdAt,
                expiresAt);
    }
}
