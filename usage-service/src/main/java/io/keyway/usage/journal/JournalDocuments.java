package io.keyway.usage.journal;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.usage.documents.Checksum;
import io.keyway.usage.documents.PartialDocuments;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.records.Attribution;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.ByteBuf;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Binary;

/**
 * Converts journals to documents: {@code _id, topicId, number, from, to, events, duplicates, day,
 * attributions[], deltas[{of, meter, hour, dimensions, partial}], rejected[], crc, fingerprints,
 * fingerprintsCrc}. Each attribution is stored once and referred to by its index; a fingerprint has
 * 24 bytes. {@code crc} is the CRC-32C of all fields before it, as BSON.
 */
final class JournalDocuments {

    static final String FINGERPRINTS = "fingerprints";
    static final String FINGERPRINTS_CRC = "fingerprintsCrc";
    private static final String CRC = "crc";
    private static final DocumentCodec CODEC = new DocumentCodec();

    private JournalDocuments() {}

    static Document toDocument(Journal journal) {
        Map<Attribution, Integer> attributions = new LinkedHashMap<>();
        List<Document> deltas = new ArrayList<>();
        for (Journal.Delta delta : journal.deltas()) {
            Journal.Key key = delta.key();
            Document document =
                    new Document("of", index(attributions, key.attribution()))
                            .append("meter", key.meterId().value())
                            .append("hour", Date.from(key.hour()))
                            .append("partial", PartialDocuments.toDocument(delta.partial()));
            if (!key.dimensions().isEmpty()) {
                document.append("dimensions", PartialDocuments.dimensions(key.dimensions()));
            }
            deltas.add(document);
        }
        List<Document> rejected =
                journal.rejected().stream().map(event -> rejected(attributions, event)).toList();
        Document document =
                new Document("_id", journal.id())
                        .append("topicId", journal.partition().topicId())
                        .append("number", journal.partition().number())
                        .append("from", journal.from())
                        .append("to", journal.to())
                        .append("events", journal.events())
                        .append("duplicates", journal.duplicates())
                        .append("day", journal.day())
                        .append(
                                "attributions",
                                attributions.keySet().stream()
                                        .map(JournalDocuments::attribution)
                                        .toList())
                        .append("deltas", deltas)
                        .append("rejected", rejected);
        byte[] fingerprints = fingerprints(journal.fingerprints());
        return document.append(CRC, crc(document))
                .append(FINGERPRINTS, new Binary(fingerprints))
                .append(FINGERPRINTS_CRC, Checksum.of(fingerprints));
    }

    /**
     * @param document without its fingerprints
     * @throws HaltedException if it does not have its checksum
     */
    static Journal fromDocument(Document document) {
        Document checked = new Document(document);
        Object crc = checked.remove(CRC);
        // Journals of earlier versions have none.
        if (crc != null && (Long) crc != crc(checked)) {
            throw damaged(document);
        }
        List<Attribution> attributions =
                document.getList("attributions", Document.class).stream()
                        .map(JournalDocuments::attribution)
                        .toList();
        return new Journal(
                new Partition(document.getString("topicId"), document.getInteger("number")),
                document.getLong("from"),
                document.getLong("to"),
                document.getInteger("events"),
                document.getInteger("duplicates"),
                document.getList("deltas", Document.class).stream()
                        .map(delta -> delta(attributions, delta))
                        .toList(),
                List.of(),
                document.getList("rejected", Document.class).stream()
                        .map(rejected -> rejected(attributions, rejected))
                        .toList(),
                document.getLong("day"));
    }

    /**
     * @param document with the two fields of fingerprints; without them when they have expired
     * @throws HaltedException if they do not have their checksum
     */
    static List<Fingerprint> fingerprints(Document document) {
        Binary binary = document.get(FINGERPRINTS, Binary.class);
        if (binary == null) {
            return List.of();
        }
        if (document.getLong(FINGERPRINTS_CRC) != Checksum.of(binary.getData())) {
            throw damaged(document);
        }
        ByteBuffer in = ByteBuffer.wrap(binary.getData());
        List<Fingerprint> fingerprints = new ArrayList<>(in.remaining() / Fingerprint.BYTES);
        while (in.hasRemaining()) {
            fingerprints.add(Fingerprint.readFrom(in));
        }
        return fingerprints;
    }

    private static byte[] fingerprints(List<Fingerprint> fingerprints) {
        ByteBuffer out = ByteBuffer.allocate(fingerprints.size() * Fingerprint.BYTES);
        fingerprints.forEach(fingerprint -> fingerprint.writeTo(out));
        return out.array();
    }

    private static long crc(Document document) {
        ByteBuf bytes = new RawBsonDocument(document, CODEC).getByteBuffer();
        return Checksum.of(Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit()));
    }

    private static HaltedException damaged(Document document) {
        return new HaltedException(
                "The journal %s does not have its checksum. Restore it from a backup of the"
                                .formatted(document.getString("_id"))
                        + " collection journals: until then nothing of its partition is counted.");
    }

    private static int index(Map<Attribution, Integer> attributions, Attribution attribution) {
        Integer next = attributions.size();
        Integer known = attributions.putIfAbsent(attribution, next);
        return known == null ? next : known;
    }

    private static Document attribution(Attribution attribution) {
        return new Document("path", attribution.path().stream().map(PartnerId::value).toList())
                .append("customerId", attribution.customerId().value())
                .append("licenseId", attribution.licenseId().value())
                .append("productId", attribution.productId().value());
    }

    private static Attribution attribution(Document document) {
        return new Attribution(
                document.getList("path", String.class).stream().map(PartnerId::new).toList(),
                new CustomerId(document.getString("customerId")),
                new LicenseId(document.getString("licenseId")),
                new ProductId(document.getString("productId")));
    }

    private static Journal.Delta delta(List<Attribution> attributions, Document delta) {
        return new Journal.Delta(
                new Journal.Key(
                        attributions.get(delta.getInteger("of")),
                        new MeterId(delta.getString("meter")),
                        delta.getDate("hour").toInstant(),
                        delta.containsKey("dimensions")
                                ? PartialDocuments.dimensions(delta, "dimensions")
                                : Map.of()),
                PartialDocuments.fromDocument(delta.get("partial", Document.class)));
    }

    private static Document rejected(
            Map<Attribution, Integer> attributions, Journal.Rejected rejected) {
        Document document =
                new Document("offset", rejected.offset())
                        .append("refusal", rejected.refusal().name())
                        .append("source", rejected.source())
                        .append("id", rejected.id())
                        .append("type", rejected.type())
                        .append("time", rejected.time())
                        .append("receivedAt", Date.from(rejected.receivedAt()));
        if (rejected.attribution() != null) {
            document.append("of", index(attributions, rejected.attribution()));
        }
        return document;
    }

    private static Journal.Rejected rejected(List<Attribution> attributions, Document rejected) {
        Integer of = rejected.getInteger("of");
        return new Journal.Rejected(
                rejected.getLong("offset"),
                Refusal.valueOf(rejected.getString("refusal")),
                of == null ? null : attributions.get(of),
                rejected.getString("source"),
                rejected.getString("id"),
                rejected.getString("type"),
                rejected.getString("time"),
                rejected.getDate("receivedAt").toInstant());
    }
}
