package io.keyway.license.batches;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.license.LicenseProperties;
import io.keyway.license.batches.BatchRow.Status;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Works on the batches, a step of one after a step of another: each step is a few rows, and then
 * the batch stands behind all that wait. Every instance does; the one that takes a batch up moves
 * on when it is due, so that the others leave it alone until the lease is over. A killed process
 * leaves a batch that is due again then, and rows of which each is done or is done again.
 */
@Component
class ProcessBatches {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessBatches.class);

    private final Batches batches;
    private final BatchRows rows;
    private final SenderPermissions rights;
    private final ProcessRow doRow;
    private final LicenseProperties.Batches settings;
    private final Clock clock;
    private final Semaphore places;
    private volatile boolean closing;

    ProcessBatches(
            Batches batches,
            BatchRows rows,
            SenderPermissions rights,
            ProcessRow doRow,
            LicenseProperties settings,
            Clock clock) {
        this.batches = batches;
        this.rows = rows;
        this.rights = rights;
        this.doRow = doRow;
        this.settings = settings.batches();
        this.clock = clock;
        this.places = new Semaphore(this.settings.atOnceMax());
    }

    /** As many steps as there are places for; each of them looks for the next one when it ends. */
    @Scheduled(fixedDelayString = "${keyway.license.batches.sweep-every:500ms}")
    void sweep() {
        while (!closing && places.tryAcquire()) {
            Optional<Batch> next;
            try {
                Instant now = clock.instant();
                next = batches.takeNext(now, now.plus(settings.lease()));
            } catch (RuntimeException away) {
                places.release();
                LOG.warn("no batch is taken up, the next sweep tries again: {}", away.toString());
                return;
            }
            if (next.isEmpty()) {
                places.release();
                return;
            }
            Batch batch = next.get();
            Thread.ofVirtual()
                    .name("batch-", batch.createdAt().toEpochMilli())
                    .start(() -> run(batch));
        }
    }

    private void run(Batch batch) {
        try {
            step(batch, settings.stepRows());
        } catch (RuntimeException failed) {
            // It is due again when the lease is over.
            LOG.warn("{} stays where it is: {}", batch.id(), failed.toString());
        } finally {
            places.release();
        }
        sweep();
    }

    /** As many rows, at most, of a batch that was taken up; then others have their turn. */
    private void step(Batch batch, int rowsMax) {
        boolean goesOn = work(batch, rowsMax);
        Instant next = goesOn ? clock.instant() : clock.instant().plus(settings.retryAfter());
        int issued = rows.count(batch.id(), Status.ISSUED);
        int failed = rows.count(batch.id(), Status.FAILED);
        batches.move(batch.id(), now -> now.counted(issued, failed, next));
    }

    /** Whether the batch can go on at once. */
    boolean work(Batch batch, int rowsMax) {
        if (batch.retrying()) {
            rows.retry(batch.id());
            batches.move(batch.id(), Batch::retried);
        }
        Instant end = clock.instant().plus(settings.stepWithin());
        for (BatchRow row : rows.waiting(batch.id(), rowsMax)) {
            // Whoever stops a batch is obeyed before the next row.
            if (closing
                    || clock.instant().isAfter(end)
                    || batches.load(batch.id()).filter(Batch::running).isEmpty()) {
                return true;
            }
            if (!done(batch, row)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the row has its result; those behind it wait for that. */
    private boolean done(Batch batch, BatchRow waiting) {
        try {
            BatchRow row = waiting;
            if (row.retried() && doRow.hasFailedBefore(row)) {
                rows.nextAttempt(row);
                row = row.anew();
            }
            return switch (result(batch, row)) {
                case ProcessRow.Result.Issued issued -> {
                    rows.issued(row, issued.licenses());
                    yield true;
                }
                case ProcessRow.Result.Failed failed -> {
                    rows.failed(row, failed.code(), failed.detail());
                    yield true;
                }
                case ProcessRow.Result.NotYet notYet -> false;
            };
        } catch (ReplicaBehindException behind) {
            return false;
        } catch (RuntimeException wrong) {
            return stumbled(batch, waiting, wrong);
        }
    }

    private ProcessRow.Result result(Batch batch, BatchRow row) {
        return switch (rights.of(batch)) {
            case SenderPermissions.Verdict.May may -> doRow.run(may.caller(), batch, row);
            case SenderPermissions.Verdict.MayNot not ->
                    new ProcessRow.Result.Failed(not.rule().refusal(), not.detail());
        };
    }

    /**
     * Something is wrong on our side. While the store is away this cannot be counted either, and
     * the row waits; one that cannot be done is given up at last, or it would hold up all others.
     */
    private boolean stumbled(Batch batch, BatchRow row, RuntimeException wrong) {
        LOG.warn("row {} of {} is tried again: {}", row.number(), batch.id(), wrong.toString());
        if (rows.stumbled(row) < settings.triesMax()) {
            return false;
        }
        rows.failed(row, ProblemCode.INTERNAL, "Resume the batch to try it again.");
        return true;
    }

    /** Steps end after the row that they are at. */
    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        if (!places.tryAcquire(
                settings.atOnceMax(), settings.stepWithin().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("a batch is left in the middle of a row; it is taken up again");
        }
    }
}
