package io.keyway.license.signing;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.keyway.kit.store.Store;
import io.keyway.license.LicenseProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The store of signing keys. The newest signs; older ones are kept, because what they signed must
 * stay verifiable.
 *
 * <p>Document: {@code _id} the kid, {@code generation} (unique, so that two instances cannot both
 * make the next key), {@code sealed} the encrypted private key, {@code createdAt}.
 */
@Component
public class SigningKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    /** How long an instance may sign with the previous key after a rotation. */
    private static final Duration FRESH_FOR = Duration.ofSeconds(10);

    private final MongoCollection<Document> documents;
    private final KeySeal seal;
    private final Clock clock;
    private volatile Ring ring;

    SigningKeys(Store store, LicenseProperties settings, Clock clock) {
        this.documents = store.collection("signing_keys");
        this.seal = new KeySeal(settings.signingSecretBytes());
        this.clock = clock;
        Store.unhurried(documents)
                .createIndex(Indexes.ascending("generation"), new IndexOptions().unique(true));
        if (load().isEmpty()) {
            make(1);
        }
        this.ring = new Ring(load(), clock.instant());
        LOG.info("signing with key {} by {}", ring.keys().getLast().kid(), Ed25519.provider());
    }

    public SigningKey current() {
        if (clock.instant().isAfter(ring.readAt().plus(FRESH_FOR))) {
            refresh();
        }
        return ring.keys().getLast();
    }

    /** The key with this kid, also if another instance has just made it. */
    public Optional<SigningKey> byKid(String kid) {
        Optional<SigningKey> known = find(kid);
        if (known.isPresent()) {
            return known;
        }
        refresh();
        return find(kid);
    }

    /** All keys, oldest first. */
    public List<SigningKey> history() {
        refresh();
        return ring.keys();
    }

    /** Makes a new key that signs from now on; other instances use it within {@link #FRESH_FOR}. */
    public SigningKey rotate() {
        refresh();
        make(ring.keys().getLast().generation() + 1);
        refresh();
        return ring.keys().getLast();
    }

    private Optional<SigningKey> find(String kid) {
        return ring.keys().stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private void refresh() {
        ring = new Ring(load(), clock.instant());
    }

    private void make(int generation) {
        byte[] seed = SigningKey.newSeed();
        SigningKey key = SigningKey.of(generation, seed, clock.instant());
        try {
            documents.insertOne(
                    new Document("_id", key.kid())
                            .append("generation", generation)
                            .append("publicKey", key.publicKeyHex())
                            .append("sealed", new Binary(seal.seal(key.kid(), seed)))
                            .append("createdAt", Date.from(key.createdAt())));
        } catch (MongoWriteException raced) {
            if (raced.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw raced;
            }
        }
    }

    private List<SigningKey> load() {
        List<SigningKey> keys = new ArrayList<>();
        for (Document document : documents.find().sort(Sorts.ascending("generation"))) {
            keys.add(open(document));
        }
        return List.copyOf(keys);
    }

    private SigningKey open(Document document) {
        String kid = document.getString("_id");
        byte[] seed = seal.open(kid, document.get("sealed", Binary.class).getData());
        Instant createdAt = document.getDate("createdAt").toInstant();
        SigningKey key =
                SigningKey.of(document.get("generation", Number.class).intValue(), seed, createdAt);
        if (!key.kid().equals(kid)) {
            throw new IllegalStateException(
                    "the signing key " + kid + " is not the one it says it is");
        }
        return key;
    }

    private record Ring(List<SigningKey> keys, Instant readAt) {}
}
