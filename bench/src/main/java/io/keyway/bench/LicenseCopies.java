package io.keyway.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;

/**
 * Writes the licenses of an order again in the simplest way, without quotas, events or recovery.
 */
final class LicenseCopies implements AutoCloseable {

    static final String METHOD =
            "insertMany of 1,000 documents each by 2 threads, unordered, into a new collection with the same indexes in the same store, each key signed with the same provider before";

    private static final int BATCH = 1000;
    private static final int THREADS = 2;

    /**
     * Documents are read in parts of this size, then inserted, and only the insert is timed:
     * neither this process nor the stand-in can hold all of them.
     */
    private static final int HELD_MAX = 5_000;

    private static final String NATIVE =
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final MongoClient client;
    private final MongoDatabase database;
    private final Provider provider;
    private final PrivateKey key;

    LicenseCopies(String uri) {
        client = MongoClients.create(uri);
        database = client.getDatabase("keyway_license");
        try {
            provider = (Provider) Class.forName(NATIVE).getDeclaredConstructor().newInstance();
            key = KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair().getPrivate();
        } catch (ReflectiveOperationException | GeneralSecurityException e) {
            throw new IllegalStateException("the native signatures do not load here", e);
        }
    }

    double secondsToInsertAgain(String order, int quantity) throws InterruptedException {
        MongoCollection<Document> licenses = database.getCollection("licenses");
        MongoCollection<Document> copies = database.getCollection("bench-copies");
        copies.drop();
        for (Document index : licenses.listIndexes()) {
            if (!index.getString("name").equals("_id_")) {
                copies.createIndex(
                        index.get("key", Document.class),
                        new IndexOptions()
                                .unique(index.getBoolean("unique", false))
                                .sparse(index.getBoolean("sparse", false)));
            }
        }
        long nanos = 0;
        int inserted = 0;
        String last = "";
        while (true) {
            List<Document> part =
                    licenses.find(Filters.gt("_id", last))
                            .sort(Sorts.ascending("_id"))
                            .limit(HELD_MAX)
                            .into(new ArrayList<>());
            if (part.isEmpty()) {
                break;
            }
            last = part.getLast().getString("_id");
            part.removeIf(license -> !order.equals(orderOf(license)));
            inserted += part.size();
            nanos += nanosToInsert(part, copies);
        }
        copies.drop();
        if (inserted != quantity) {
            throw new IllegalStateException(
                    "%d licenses of %d are in the store".formatted(inserted, quantity));
        }
        return nanos / 1e9;
    }

    private static String orderOf(Document license) {
        return license.getEmbedded(List.of("state", "origin", "orderId"), String.class);
    }

    private long nanosToInsert(List<Document> all, MongoCollection<Document> copies)
            throws InterruptedException {
        long begin = System.nanoTime();
        List<Future<?>> inserts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int first = 0; first < all.size(); first += BATCH) {
                List<Document> batch = all.subList(first, Math.min(first + BATCH, all.size()));
                inserts.add(threads.submit(() -> insert(copies, batch)));
            }
        }
        long nanos = System.nanoTime() - begin;
        for (Future<?> insert : inserts) {
            try {
                insert.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a batch was not inserted", e);
            }
        }
        return nanos;
    }

    private void insert(MongoCollection<Document> copies, List<Document> batch) {
        batch.forEach(this::sign);
        copies.insertMany(batch, new InsertManyOptions().ordered(false));
    }

    /**
     * Signs as the issuance does. The signature is discarded: the document has one of the same
     * length.
     */
    private void sign(Document license) {
        try {
            Signature signature = Signature.getInstance("Ed25519", provider);
            signature.initSign(key);
            String signed =
                    license.getEmbedded(List.of("state", "key", "value"), String.class)
                            .split("\\.")[0];
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
