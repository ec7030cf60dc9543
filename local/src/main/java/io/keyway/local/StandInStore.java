package io.keyway.local;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.MVStore;

/**
 * Stands in for MongoDB where no server is installed: the real wire protocol over one H2 file,
 * which keeps every acknowledged write when the process is killed.
 *
 * <p>It does not replace MongoDB: no sessions, no transactions, no change streams, and only ids and
 * unique indexes make a query faster ({@link IndexedCollection}). A power failure may cost the last
 * half second, which a kill does not: what was written is with the operating system.
 */
final class StandInStore {

    /** Each command holds one thread until it is durable; more threads share one commit. */
    private static final int WORKERS = 64;

    /** Pages in memory. Part of the heap that {@link Processes} gives. */
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

    /** Commands that change nothing. Anything else waits for a commit. */
    private static final Set<String> READS =
            Set.of(
                    "aggregate",
                    "buildinfo",
                    "collstats",
                    "connectionstatus",
                    "count",
                    "dbstats",
                    "distinct",
                    "endsessions",
                    "find",
                    "getcmdlineopts",
                    "getlog",
                    "getmore",
                    "hostinfo",
                    "ismaster",
                    "killcursors",
                    "listcollections",
                    "listdatabases",
                    "listindexes",
                    "ping",
                    "serverstatus",
                    "whatsmyuri");

    private StandInStore() {}

    /** Arguments: file, port. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());

        MVStore store = open(file);
        GroupCommit commits = new GroupCommit(() -> commitOrDie(store));
        MongoServer server = new MongoServer(new Backend(store, commits));
        server.bind(new InetSocketAddress("127.0.0.1", port), 1, WORKERS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(store, commits, server)));
        Thread.ofPlatform().daemon().name("upkeep").start(() -> keepUp(store, commits));
    }

    private static MVStore open(Path file) {
        MVStore store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .autoCommitDisabled()
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

    private static void stop(MVStore store, GroupCommit commits, MongoServer server) {
        server.stopListening();
        commits.alone(() -> store.close(Math.toIntExact(COMPACT_AT_STOP.toMillis())));
    }

    /** Both ways by which a command comes in: OP_MSG of today's drivers and the older OP_QUERY. */
    private static final class Backend extends H2Backend {

        private final GroupCommit commits;
        private final LongAdder scanned;

        Backend(MVStore store, GroupCommit commits) {
            // Before the library's constructor: that one opens the databases that are there.
            this.commits = commits;
            this.scanned = new LongAdder();
            super(store);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new IndexedDatabase(name, getMvStore(), getCursorRegistry(), scanned);
        }

        /** With MongoDB's count of documents that queries have looked at: it shows a scan. */
        @Override
        public Document getServerStatus() {
            Document status = super.getServerStatus();
            if (status.get("metrics") instanceof Document metrics) {
                metrics.put("queryExecutor", new Document("scannedObjects", scanned.sum()));
            }
            return status;
        }

        @Override
        public Document handleCommand(
                Channel channel, String database, String command, Document query) {
            if ("hello".equals(command)) {
                return hello(channel);
            }
            if (changesNothing(command, query)) {
                return commits.read(() -> super.handleCommand(channel, database, command, query));
            }
            return commits.write(() -> super.handleCommand(channel, database, command, query));
        }

        /** Newer than the library, and asked by every health check; it knows the older name. */
        private Document hello(Channel channel) {
            Document answer = super.handleCommand(channel, "admin", "ismaster", new Document());
            answer.put("isWritablePrimary", answer.get("ismaster"));
            return answer;
        }

        private static boolean changesNothing(String command, Document query) {
            return READS.contains(command.toLowerCase(Locale.ROOT))
                    && !("aggregate".equalsIgnoreCase(command) && writes(query));
        }

        private static boolean writes(Document aggregate) {
            return String.valueOf(aggregate.get("pipeline")).contains("$out")
                    || String.valueOf(aggregate.get("pipeline")).contains("$merge");
        }
    }
}
