package io.keyway.local.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.MVStore;

/**
 * Receives commands in both forms of the protocol: OP_MSG of current drivers and the older
 * OP_QUERY.
 */
final class StoreBackend extends H2Backend {

    /** Commands that change nothing; all others wait for a commit. */
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

    private final GroupCommit commits;
    private final LongAdder scanned;

    StoreBackend(MVStore store, GroupCommit commits) {
        // Before the library's constructor, which opens the existing databases.
        this.commits = commits;
        this.scanned = new LongAdder();
        super(store);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new IndexedDatabase(name, getMvStore(), getCursorRegistry(), scanned);
    }

    /** Contains MongoDB's count of documents read by queries, which shows a scan. */
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

    /**
     * Deletes expired documents.
     *
     * @param max of each collection
     */
    int expire(Instant now, int max) {
        return commits.write(
                () ->
                        List.copyOf(listDatabaseNames()).stream()
                                .map(this::resolveDatabase)
                                .filter(IndexedDatabase.class::isInstance)
                                .mapToInt(one -> ((IndexedDatabase) one).expire(now, max))
                                .sum());
    }

    /**
     * Answers {@code hello}, which health checks send and the library knows only by its older name.
     */
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
