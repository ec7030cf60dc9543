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
 * A batch, without its rows.
 *
 * @param path from the vendor down to the partner that sent it: its scope
 * @param orderId what its rows are issued in; absent for the portfolio, and for an import
 * @param rows how many it has
 * @param issued rows that are done, as last counted
 * @param failed rows that were refused, as last counted
 * @param retrying its failed rows are to be put back among those that wait
 * @param due when somebody may work on it next: it is moved on by who takes it up
 * @param expiresAt when it is forgotten, with its rows
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
        @JsonProperty("running")
        RUNNING,
        /** Every row has been tried. */
        @JsonProperty("completed")
        COMPLETED,
        /** Somebody stopped it: what waits goes on waiting. */
        @JsonProperty("stopped")
        STOPPED
    }

    /**
     * In whose name its rows are issued: who sent it, or resumed it last.
     *
     * @param permissions that this account or key had then; what its partners have lost since it
     *     has lost too
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

    /** Who sent it, with the permissions that are left. */
    Caller caller(Set<Permission> left) {
        return new Caller(by.actor(), by.credentialId(), Role.PARTNER, partnerId, null, path, left);
    }

    /** Nobody else need take it up until then. */
    Batch takenUp(Instant until) {
        return moved(by, status, issued, failed, retrying, until);
    }

    /** Its failed rows wait again. */
    Batch retried() {
        return moved(by, status, issued, 0, false, due);
    }

    Batch counted(int nowIssued, int nowFailed, Instant next) {
        boolean allTried = !retrying && nowIssued + nowFailed == rows;
        Status counted =
                switch (status) {
                    case STOPPED -> Status.STOPPED;
                    // Somebody who was overtaken may have put rows back.
                    case RUNNING, COMPLETED -> allTried ? Status.COMPLETED : Status.RUNNING;
                };
        return moved(by, counted, nowIssued, nowFailed, retrying, next);
    }

    Batch stopped() {
        return moved(by, Status.STOPPED, issued, failed, retrying, due);
    }

    /** What waits and what failed is tried in the name of the caller. */
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
