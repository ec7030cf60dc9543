package io.keyway.local.store;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Answers a command only when everything it has changed or seen is on disk, with one commit for all
 * commands that wait at the same time.
 *
 * <p>Commands run side by side; a commit runs alone. So a commit never holds half a command:
 * without that, a kill could leave a unique index entry whose document is gone, and the key could
 * never be used again.
 *
 * <p>Reads wait too while a change is not on disk: otherwise a relay could publish an event that a
 * kill then takes back.
 */
final class GroupCommit {

    private final Runnable commit;

    /** Fair: a stream of commands must not keep the commit waiting that they all wait for. */
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
        // Taken before the change can be seen and while no commit can begin: who sees the change
        // waits for it, and the commit that counts this ticket contains it.
        long ticket = ticketOfWrite();
        try {
            return command.get();
        } finally {
            commands.readLock().unlock();
            // Also after a failure: a command may have changed something before it failed.
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

    /** Runs while no command and no commit does. */
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
