package io.keyway.local.store;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.h2.mvstore.MVStore;

/**
 * Stands in for MongoDB where no server is installed: the real wire protocol over one H2 file,
 * which keeps every acknowledged write when the process is killed.
 *
 * <p>It does not replace MongoDB: no sessions, no transactions and no change streams. A power
 * failure may cost the last half second, which a kill does not: what was written is with the
 * operating system.
 */
public final class StandInStore {

    /** Each command holds one thread until it is durable; more threads share one commit. */
    private static final int WORKERS = 64;

    /** Pages in memory. Part of the heap that {@code Processes} gives. */
    private static final int CACHE_MB = 48;

    /** Every commit writes whole pages; with small ones the file takes a fraction. */
    private static final int PAGE_BYTES_MAX = 4 * 1024;

    /** How often the operating system is asked to put the file on the disk itself. */
    private static final Duration SYNC_EVERY = Duration.ofMillis(500);

    /**
     * How long space that nothing refers to any more is left alone: longer than a sync takes to
     * come round, so that a power failure finds either the old or the new. Every second of it costs
     * the file what a second of commits writes.
     */
    private static final Duration RETENTION = Duration.ofSeconds(1);

    /** Chunks filled less than this are rewritten, so that their space is used again. */
    private static final int FILL_PERCENT_MIN = 60;

    /** How much one round rewrites at most: commands wait for that long. */
    private static final int COMPACT_BYTES_MAX = 4 * 1024 * 1024;

    /** What a clean stop may spend on making the file small. */
    private static final Duration COMPACT_AT_STOP = Duration.ofSeconds(1);

    /** How often documents are looked for whose time has come. */
    private static final Duration EXPIRE_EVERY = Duration.ofSeconds(5);

    /** How many of a collection go in one round: other commands wait for that long. */
    private static final int EXPIRED_MAX = 500;

    private StandInStore() {}

    /** Arguments: file, port. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());

        MVStore store = open(file);
        GroupCommit commits = new GroupCommit(() -> commitOrDie(store));
        StoreBackend backend = new StoreBackend(store, commits);
        commitOrDie(store); // What opening has made, such as documents in today's format.
        MongoServer server = new MongoServer(backend);
        server.bind(new InetSocketAddress("127.0.0.1", port), 1, WORKERS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(store, commits, server)));
        Thread.ofPlatform().daemon().name("upkeep").start(() -> keepUp(store, commits));
        Thread.ofPlatform().daemon().name("expiry").start(() -> expire(store, backend));
    }

    private static MVStore open(Path file) {
        MVStore store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0) // Nor when much is unwritten: only GroupCommit.
                        .cacheSize(CACHE_MB)
                        .pageSplitSize(PAGE_BYTES_MAX)
                        .compress()
                        .open();
        store.setRetentionTime(Math.toIntExact(RETENTION.toMillis()));
        store.setVersionsToKeep(0);
        return store;
    }

    /** Without a commit nothing may be acknowledged, and the store cannot go on by itself. */
    private static void commitOrDie(MVStore store) {
        try {
            store.commit();
        } catch (RuntimeException e) {
            System.err.println("ERROR the store cannot write its file: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void keepUp(MVStore store, GroupCommit commits) {
        try {
            while (!store.isClosed()) {
                Thread.sleep(SYNC_EVERY);
                store.sync();
                commits.alone(
                        () -> {
                            if (!store.isClosed()
                                    && store.compact(FILL_PERCENT_MIN, COMPACT_BYTES_MAX)) {
                                commitOrDie(store);
                            }
                        });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void expire(MVStore store, StoreBackend backend) {
        try {
            while (!store.isClosed()) {
                int most = backend.expire(Instant.now(), EXPIRED_MAX);
                if (most < EXPIRED_MAX) {
                    Thread.sleep(EXPIRE_EVERY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(MVStore store, GroupCommit commits, MongoServer server) {
        server.stopListening();
        commits.alone(() -> store.close(Math.toIntExact(COMPACT_AT_STOP.toMillis())));
    }
}
