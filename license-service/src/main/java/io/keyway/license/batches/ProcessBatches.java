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
 * Processes running batches in turns: a step is a few rows, then the batch queues behind the
 * others. The instance that takes a batch moves its due time to the end of a lease, so that other
 * instances leave it alone. When a process dies, its batch is due again after the lease; rows that
 * are processed twice issue nothing twice.
 */
@Component
class ProcessBatches {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessBatches.class);

    private final Batches batches;
    private final BatchRows rows;
    private final SenderPermissions rights;
    private final ProcessRow processRow;
    private final LicenseProperties.Batches settings;
    private final Clock clock;
    private final Semaphore permits;
    private volatile boolean closing;

    ProcessBatches(
            Batches batches,
            BatchRows rows,
            SenderPermissions rights,
            ProcessRow processRow,
            LicenseProperties settings,
            Clock clock) {
        this.batches = batches;
        this.rows = rows;
        this.rights = rights;
        this.processRow = processRow;
        this.settings = settings.batches();
        this.clock = clock;
        this.permits = new Semaphore(this.settings.atOnceMax());
    }

    /** Starts steps until all permits are in use; each step calls this again when it ends. */
    @Scheduled(fixedDelayString = "${keyway.license.batches.sweep-every:500ms}")
    void sweep() {
        while (!closing && permits.tryAcquire()) {
            Optional<Batch> next;
            try {
                Instant now = clock.instant();
                next = batches.takeNext(now, now.plus(settings.lease()));
            } catch (RuntimeException away) {
                permits.release();
                LOG.warn("no batch is taken up, the next sweep tries again: {}", away.toString());
                return;
            }
            if (next.isEmpty()) {
                permits.release();
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
            permits.release();
        }
        sweep();
    }

    /** Processes some rows of a taken batch and stores its progress. */
    private void step(Batch batch, int rowsMax) {
        boolean goesOn = work(batch, rowsMax);
        Instant next = goesOn ? clock.instant() : clock.instant().plus(settings.retryAfter());
        int issued = rows.count(batch.id(), Status.ISSUED);
        int failed = rows.count(batch.id(), Status.FAILED);
        batches.move(batch.id(), now -> now.counted(issued, failed, next));
    }

    /**
     * @return false if the next row must be tried again later
     */
    boolean work(Batch batch, int rowsMax) {
        if (batch.retrying()) {
            rows.retry(batch.id());
            batches.move(batch.id(), Batch::retried);
        }
        Instant end = clock.instant().plus(settings.stepWithin());
        for (BatchRow row : rows.pending(batch.id(), rowsMax)) {
            // A batch that was stopped meanwhile must not process another row.
            if (closing
                    || clock.instant().isAfter(end)
                    || batches.load(batch.id()).filter(Batch::running).isEmpty()) {
                return true;
            }
            if (!process(batch, row)) {
                return false;
            }
        }
        return true;
    }

    /**
     * @return whether the row has its result; otherwise the rows after it wait
     */
    private boolean process(Batch batch, BatchRow waiting) {
        try {
            BatchRow row = waiting;
            if (row.retried() && processRow.hasFailedBefore(row)) {
                rows.nextAttempt(row);
                row = row.withNextAttempt();
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
                case ProcessRow.Result.Pending pending -> false;
            };
        } catch (ReplicaBehindException behind) {
            return false;
        } catch (RuntimeException wrong) {
            return givenUp(batch, waiting, wrong);
        }
    }

    private ProcessRow.Result result(Batch batch, BatchRow row) {
        return switch (rights.of(batch)) {
            case SenderPermissions.Verdict.Allowed allowed ->
                    processRow.run(allowed.caller(), batch, row);
            case SenderPermissions.Verdict.Denied not ->
                    new ProcessRow.Result.Failed(not.rule().refusal(), not.detail());
        };
    }

    /**
     * Counts an internal error of a row, and lets the row fail after too many, because the rows
     * after it wait. While the store is away, nothing is counted and the row waits.
     */
    private boolean givenUp(Batch batch, BatchRow row, RuntimeException wrong) {
        LOG.warn("row {} of {} is tried again: {}", row.number(), batch.id(), wrong.toString());
        if (rows.addError(row) < settings.triesMax()) {
            return false;
        }
        rows.failed(row, ProblemCode.INTERNAL, "Resume the batch to try it again.");
        return true;
    }

    /** Waits for running steps, which end after their current row. */
    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        if (!permits.tryAcquire(
                settings.atOnceMax(), settings.stepWithin().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("a batch is left in the middle of a row; it is taken up again");
        }
    }
}
