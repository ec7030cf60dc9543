package io.keyway.local.store;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Delays the answer to a command until everything that it has changed or read is on disk. All
 * commands that wait at the same time share one commit.
 *
 * <p>Commands run in parallel, a commit runs alone, so a commit never holds half a command.
 * Otherwise a kill could leave an entry of a unique index without its document, and the value could
 * never be used again.
 *
 * <p>Reads wait too while a change is not on disk: otherwise the relay could publish an event that
 * a kill undoes.
 */
final class GroupCommit {

    private final Runnable commit;

    /** Fair: a stream of commands must not delay the commit that they all wait for. */
    private final ReentrantReadWriteLock commands = new ReentrantReadWriteLock(true);

    private final Object turn = new Object();
    private long written;
    private long committed;
    private boolean committing;

    GroupCommit(Runnable commit) {
        this.commit = commit;
    }

    <T> T write(Supplier<T> command) {
        commands.readLock().lock();
        // Taken before the change is visible and while no commit can begin: a command that sees the
        // change waits for it, and the commit that covers this ticket contains it.
        long ticket = ticketOfWrite();
        try {
            return command.get();
        } finally {
            commands.readLock().unlock();
            // After a failure too: the command may have changed something before it failed.
            awaitDurable(ticket);
        }
    }

    <T> T read(Supplier<T> command) {
        T answer;
        commands.readLock().lock();
        try {
            answer = command.get();
        } finally {
            commands.readLock().unlock();
        }
        awaitDurable(ticketOfRead());
        return answer;
    }

    /** Runs the work while no command and no commit runs. */
    void alone(Runnable work) {
        commands.writeLock().lock();
        try {
            work.run();
        } finally {
            commands.writeLock().unlock();
        }
    }

    private long ticketOfWrite() {
        synchronized (turn) {
            return ++written;
        }
    }

    private long ticketOfRead() {
        synchronized (turn) {
            return written;
        }
    }

    private void awaitDurable(long ticket) {
        while (true) {
            long upTo;
            synchronized (turn) {
                if (committed >= ticket) {
                    return;
                }
                if (committing) {
                    waitForTheCommitter();
                    continue;
                }
                committing = true;
                upTo = written;
            }
            boolean done = false;
            try {
                alone(commit);
                done = true;
            } finally {
                synchronized (turn) {
                    committing = false;
                    if (done) {
                        committed = upTo;
                    }
                    turn.notifyAll();
                }
            }
        }
    }

    private void waitForTheCommitter() {
        boolean interrupted = false;
        while (committing) {
            try {
                turn.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
