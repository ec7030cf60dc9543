package io.keyway.usage.buckets;

import com.mongodb.client.MongoCollection;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import java.util.Map;
import org.bson.Document;

/** Lets tests of other packages fold a partition that no process owns. */
public final class Folded {

    private Folded() {}

    public static Buckets buckets(MongoCollection<Document> documents) {
        return new Buckets(documents);
    }

    public static void fold(
            Journals journals, Positions positions, Buckets buckets, Partition partition) {
        new Fold(journals, positions, buckets, rejected -> {}, 1_000)
                .step(Map.of(partition, Long.MAX_VALUE));
    }
}
