package io.keyway.license.batches;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.batchinput.BatchKind;
import io.keyway.license.batchinput.CheckRows;
import io.keyway.license.batchinput.RowInput;
import io.keyway.license.orders.ReceivedOrders;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts batches and resumes them. The work itself is done by {@link ProcessBatches}. */
@Component
class StartBatch {

    private final Batches batches;
    private final BatchRows rows;
    private final ReceivedOrders orders;
    private final LicenseProperties settings;
    private final Clock clock;

    StartBatch(
            Batches batches,
            BatchRows rows,
            ReceivedOrders orders,
            LicenseProperties settings,
            Clock clock) {
        this.batches = batches;
        this.rows = rows;
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @throws Refused with {@code forbidden} unless the caller may send batches of this kind
     */
    static void requirePermission(Caller caller, BatchKind kind) {
        if (!SenderPermissions.maySend(caller, kind)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN,
                    kind == BatchKind.IMPORT
                            ? "importing keys needs the permission manage_catalog of the vendor"
                            : "You may not issue licenses.");
        }
    }

    /**
     * Checks and stores a new batch. A repeated request with the same id finds the first one's.
     *
     * @throws Refused if the caller may not send it, a row is invalid, the order is out of scope,
     *     or the partner has too many running batches
     */
    Stored<Batch> start(
            Caller caller,
            BatchId id,
            BatchKind kind,
            @Nullable OrderId orderId,
            List<@Nullable RowInput> inputs) {
        requirePermission(caller, kind);
        if (inputs.isEmpty() || inputs.size() > settings.batches().rowsMax()) {
            throw Refused.invalid("rows", "must be from 1 to " + settings.batches().rowsMax())
                    .get();
        }
        if (orderId != null && kind == BatchKind.IMPORT) {
            throw Refused.invalid("orderId", "an import is in no order").get();
        }
        Instant now = clock.instant();
        new CheckRows(kind, settings.issuance().atOnceMax(), settings.batches().keyCharsMax(), now)
                .check(inputs);
        if (orderId != null && orders.order(caller, orderId).isEmpty()) {
            throw Refused.notFound();
        }
        Batch batch =
                Batch.of(
                        id,
                        caller,
                        kind,
                        orderId,
                        inputs.size(),
                        now,
                        now.plus(settings.batches().keptFor()));
        if (batches.load(batch.id()).isEmpty()) {
            requireCapacity(batch.partnerId());
            rows.add(
                    batch.id(),
                    inputs.stream().map(Objects::requireNonNull).toList(),
                    batch.expiresAt());
        }
        return batches.start(batch);
    }

    /**
     * Continues the pending rows and retries the failed ones, with the caller's permissions.
     *
     * @throws Refused if the caller may not send such a batch, another partner has sent it, or it
     *     is running
     */
    Stored<Batch> resume(Caller caller, Batch found, IfMatch ifMatch) {
        requirePermission(caller, found.kind());
        if (!found.partnerId().equals(caller.partnerId())) {
            throw new Refused(
                    ProblemCode.FORBIDDEN, "a batch is resumed by the partner that sent it");
        }
        if (!found.running()) {
            requireCapacity(found.partnerId());
        }
        return batches.change(
                found.id(),
                stored -> {
                    ifMatch.require(stored);
                    Batch batch = stored.state();
                    if (batch.running()) {
                        throw new Refused(ProblemCode.CONFLICT, "The batch is being worked on.");
                    }
                    return batch.issued() == batch.rows()
                            ? Decision.keep()
                            : Decision.change(batch.resumed(caller, clock.instant()));
                });
    }

    private void requireCapacity(PartnerId partner) {
        if (batches.running(partner) >= settings.batches().runningMax()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "%d of your batches are being worked on: wait for one to end."
                            .formatted(settings.batches().runningMax()));
        }
    }
}
