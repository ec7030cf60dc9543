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
 * A stand-in for MongoDB where no server is installed: the real wire protocol over one H2 file. It
 * keeps every acknowledged write when the process is killed.
 *
 * <p>It has no sessions, transactions or change streams. A power failure may lose the last half
 * second; a kill does not, because the operating system has the data.
 */
public final class StandInStore {

    /**
     * A command holds a thread until it is durable; with more threads more commands share a commit.
     */
    private static final int WORKERS = 64;

    /** Page cache; part of the heap that {@code Database} sets. */
    private static final int CACHE_MB = 48;

    /** Every commit writes whole pages; small ones keep the file small. */
    private static final int PAGE_BYTES_MAX = 4 * 1024;

    /** How often the operating system is asked to write the file to disk. */
    private static final Duration SYNC_EVERY = Duration.ofMillis(500);

    /**
     * How long space that is no longer used stays unchanged: longer than the time between two
     * syncs, so that a power failure leaves either the old or the new content. Each second makes
     * the file larger by a second of commits.
     */
    private static final Duration RETENTION = Duration.ofSeconds(1);

    /** Chunks with less live content are rewritten, so that their space can be used again. */
    private static final int FILL_PERCENT_MIN = 60;

    /** The most that one round rewrites; commands wait for it. */
    private static final int COMPACT_BYTES_MAX = 4 * 1024 * 1024;

    /** How long a clean stop may compact the file. */
    private static final Duration COMPACT_AT_STOP = Duration.ofSeconds(1);

    /** How often expired documents are searched. */
    private static final Duration EXPIRE_EVERY = Duration.ofSeconds(5);

    /** Expired documents deleted in one round of a collection; other commands wait for it. */
    private static final int EXPIRED_MAX = 500;

    private StandInStore() {}

    /** Runs the store. Arguments: file, port. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());

        MVStore store = open(file);
        GroupCommit commits = new GroupCommit(() -> commitOrDie(store));
        StoreBackend backend = new StoreBackend(store, commits);
        // Commits what opening has written, such as documents in the present format.
        commitOrDie(store);
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
                        // No commit because of much unwritten data either: only {@link GroupCommit}
                        // commits.
                        .autoCommitBufferSize(0)
                        .cacheSize(CACHE_MB)
                        .pageSplitSize(PAGE_BYTES_MAX)
                        .compress()
                        .open();
        store.setRetentionTime(Math.toIntExact(RETENTION.toMillis()));
        store.setVersionsToKeep(0);
        return store;
    }

    /** Ends the process when a commit fails: nothing could be acknowledged any more. */
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
