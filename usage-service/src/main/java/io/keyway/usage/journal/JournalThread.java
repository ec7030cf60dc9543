package io.keyway.usage.journal;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the journal writer while the process runs. After any failure it starts again with the state
 * in the store.
 */
public final class JournalThread implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);

    /** An open connection to the log, and its writer. */
    interface Session extends AutoCloseable {
        JournalWriter writer();

        @Override
        void close();
    }

    private final Supplier<Session> sessions;
    private final Duration pollWait;
    private final Duration retryAfter;
    private volatile boolean running;
    private volatile @Nullable JournalWriter writer;
    private @Nullable Thread thread;

    JournalThread(Supplier<Session> sessions, Duration pollWait, Duration retryAfter) {
        this.sessions = sessions;
        this.pollWait = pollWait;
        this.retryAfter = retryAfter;
    }

    /** The partitions that this process owns now, and the end of their journals. */
    public Map<Partition, Long> ends() {
        JournalWriter current = writer;
        return current == null ? Map.of() : current.ends();
    }

    private void run() {
        while (running) {
            try (Session session = sessions.get()) {
                JournalWriter current = session.writer();
                writer = current;
                while (running) {
                    current.round(pollWait);
                }
            } catch (WakeupException | InterruptException e) {
                running = false;
            } catch (RuntimeException e) {
                LOG.warn("counting is interrupted and begins again from the journal", e);
                pause();
            } finally {
                writer = null;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(retryAfter);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("journal").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        Thread stopping = thread;
        if (stopping != null) {
            try {
                stopping.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
