package io.keyway.usage.documents;

import io.keyway.usage.metering.DistinctCounter;
import io.keyway.usage.metering.Partial;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Converts partials and dimensions to documents. Decimals are stored as text: a sum may have more
 * than the 34 digits of a BSON decimal and must not be rounded.
 */
public final class PartialDocuments {

    private PartialDocuments() {}

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // Seconds and nanos are both kept.
    public static Document toDocument(Partial partial) {
        return switch (partial) {
            case Partial.Sum sum -> new Document("sum", text(sum.sum()));
            case Partial.Count count -> new Document("count", count.count());
            case Partial.Average average ->
                    new Document("averageOf", text(average.sum())).append("count", average.count());
            case Partial.Max max -> new Document("max", text(max.max()));
            case Partial.Min min -> new Document("min", text(min.min()));
            case Partial.Latest latest ->
                    new Document("latest", text(latest.value()))
                            .append("seconds", latest.time().getEpochSecond())
                            .append("nanos", latest.time().getNano())
                            .append("partition", latest.partition())
                            .append("offset", latest.offset());
            case Partial.UniqueCount unique ->
                    new Document("uniques", new Binary(unique.uniques().toBytes()));
        };
    }

    public static Partial fromDocument(Document document) {
        return switch (document.keySet().iterator().next()) {
            case "sum" -> new Partial.Sum(decimal(document, "sum"));
            case "count" -> new Partial.Count(document.getLong("count"));
            case "averageOf" ->
                    new Partial.Average(decimal(document, "averageOf"), document.getLong("count"));
            case "max" -> new Partial.Max(decimal(document, "max"));
            case "min" -> new Partial.Min(decimal(document, "min"));
            case "latest" ->
                    new Partial.Latest(
                            Instant.ofEpochSecond(
                                    document.getLong("seconds"), document.getInteger("nanos")),
                            document.getInteger("partition"),
                            document.getLong("offset"),
                            decimal(document, "latest"));
            case "uniques" ->
                    new Partial.UniqueCount(
                            DistinctCounter.fromBytes(
                                    document.get("uniques", Binary.class).getData()));
            default -> throw new IllegalStateException("no partial: " + document.keySet());
        };
    }

    /** Stored as pairs, because a name may contain a dot. */
    public static List<List<String>> dimensions(Map<String, String> dimensions) {
        List<List<String>> pairs = new ArrayList<>();
        dimensions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> pairs.add(List.of(entry.getKey(), entry.getValue())));
        return pairs;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, String> dimensions(Document document, String field) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (List<String> pair :
                (List<List<String>>) (List<?>) document.getList(field, List.class)) {
            dimensions.put(pair.getFirst(), pair.getLast());
        }
        return dimensions;
    }

    private static String text(BigDecimal decimal) {
        return decimal.toPlainString();
    }

    private static BigDecimal decimal(Document document, String field) {
        return new BigDecimal(document.getString(field));
    }
}
