package io.keyway.usage.records;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Rfc3339;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Usage records in JSON, as {@link ContractJson} would write them. Field by field, because every
 * event is written and read once, and binding took a quarter of the time of usage-service. Reading
 * ignores unknown fields, which a later version may add.
 */
public final class UsageRecordJson {

    /** All decimals of a record are texts; numbers in data are written as short as they came. */
    private static final JsonMapper JSON = EventData.JSON;

    /** {@code ,"data":} and the end of the record. */
    private static final int DATA_AROUND = 9;

    /** Most records are shorter. */
    private static final int USUAL_BYTES = 1 << 10;

    private UsageRecordJson() {}

    /**
     * Writes a record without data that is longer than this.
     *
     * @param dataBytesMax so that a batch of records fits into memory wherever it is read
     */
    public static byte[] write(UsageRecord usage, int dataBytesMax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        int start;
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writeMeasured(json, usage);
            json.flush();
            start = out.size();
            if (usage.data() != null) {
                json.writeName("data");
                json.writeTree(usage.data().json());
            }
            json.writeEndObject();
        }
        return out.size() - start > dataBytesMax + DATA_AROUND
                ? write(usage.with(null), dataBytesMax)
                : out.toByteArray();
    }

    /** All but the data, which comes last. */
    private static void writeMeasured(JsonGenerator json, UsageRecord usage) {
        json.writeStartObject();
        write(json, usage.attribution());
        json.writeStringProperty("source", usage.source());
        json.writeStringProperty("id", usage.id());
        json.writeStringProperty("type", usage.type());
        json.writeStringProperty("time", usage.time().toString());
        json.writeStringProperty("receivedAt", usage.receivedAt().toString());
        write(json, usage.fingerprint());
        write(json, "measurements", usage.measurements());
        if (usage.correction() != null) {
            json.writeObjectPropertyStart("correction");
            json.writeStringProperty("id", usage.correction().id().value());
            write(json, "takenBack", usage.correction().takenBack());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Attribution owner) {
        json.writeObjectPropertyStart("attribution");
        json.writeArrayPropertyStart("path");
        owner.path().forEach(partner -> json.writeString(partner.value()));
        json.writeEndArray();
        json.writeStringProperty("customerId", owner.customerId().value());
        json.writeStringProperty("licenseId", owner.licenseId().value());
        json.writeStringProperty("productId", owner.productId().value());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Fingerprint fingerprint) {
        json.writeObjectPropertyStart("fingerprint");
        json.writeObjectPropertyStart("identity");
        json.writeNumberProperty("high", fingerprint.identity().high());
        json.writeNumberProperty("low", fingerprint.identity().low());
        json.writeEndObject();
        json.writeNumberProperty("payload", fingerprint.payload());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<Measurement> measurements) {
        json.writeArrayPropertyStart(name);
        measurements.forEach(measurement -> write(json, measurement));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Measurement measurement) {
        json.writeStartObject();
        json.writeStringProperty("meterId", measurement.meterId().value());
        json.writeStringProperty(
                "aggregation", measurement.aggregation().name().toLowerCase(Locale.ROOT));
        if (measurement.value() != null) {
            json.writeStringProperty("value", measurement.value().toPlainString());
        }
        json.writeNumberProperty("unique", measurement.unique());
        json.writeObjectPropertyStart("dimensions");
        measurement.dimensions().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Empty if the bytes are not a usage record. Its data is skipped: counting needs none. */
    public static Optional<UsageRecord> read(byte[] bytes) {
        return read(bytes, false);
    }

    /** The same with its data. */
    public static Optional<UsageRecord> readWithData(byte[] bytes) {
        return read(bytes, true);
    }

    private static Optional<UsageRecord> read(byte[] bytes, boolean withData) {
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            UsageRecord usage = usage(json, withData);
            expect(json.nextToken() == null);
            return Optional.of(usage);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static UsageRecord usage(JsonParser json, boolean withData) {
        Attribution attribution = null;
        String source = null;
        String id = null;
        String type = null;
        Instant time = null;
        Instant receivedAt = null;
        Fingerprint fingerprint = null;
        List<Measurement> measurements = null;
        UsageRecord.Correction correction = null;
        EventData data = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "attribution" -> attribution = attribution(json);
                case "source" -> source = text(json);
                case "id" -> id = text(json);
                case "type" -> type = text(json);
                case "time" -> time = time(json);
                case "receivedAt" -> receivedAt = time(json);
                case "fingerprint" -> fingerprint = fingerprint(json);
                case "measurements" -> measurements = measurements(json);
                case "correction" -> correction = correction(json);
                case "data" -> {
                    if (withData) {
                        data = new EventData(json.readValueAsTree());
                    } else {
                        json.skipChildren();
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new UsageRecord(
                present(attribution),
                present(source),
                present(id),
                present(type),
                present(time),
                present(receivedAt),
                present(fingerprint),
                present(measurements),
                correction,
                data);
    }

    private static Attribution attribution(JsonParser json) {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        List<PartnerId> path = new ArrayList<>();
        String customer = null;
        String license = null;
        String product = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "path" -> {
                    expect(json.currentToken() == JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        path.add(new PartnerId(text(json)));
                    }
                }
                case "customerId" -> customer = text(json);
                case "licenseId" -> license = text(json);
                case "productId" -> product = text(json);
                default -> json.skipChildren();
            }
        }
        return new Attribution(
                path,
                new CustomerId(present(customer)),
                new LicenseId(present(license)),
                new ProductId(present(product)));
    }

    private static Fingerprint fingerprint(JsonParser json) {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        Fingerprint.Identity identity = null;
        Long payload = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "identity" -> identity = identity(json);
                case "payload" -> payload = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Fingerprint(present(identity), present(payload));
    }

    private static Fingerprint.Identity identity(JsonParser json) {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        Long high = null;
        Long low = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "high" -> high = json.getLongValue();
                case "low" -> low = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Fingerprint.Identity(present(high), present(low));
    }

    private static UsageRecord.Correction correction(JsonParser json) {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        String id = null;
        List<Measurement> takenBack = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = text(json);
                case "takenBack" -> takenBack = measurements(json);
                default -> json.skipChildren();
            }
        }
        return new UsageRecord.Correction(new UsageCorrectionId(present(id)), present(takenBack));
    }

    private static List<Measurement> measurements(JsonParser json) {
        expect(json.currentToken() == JsonToken.START_ARRAY);
        List<Measurement> measurements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            measurements.add(measurement(json));
        }
        return measurements;
    }

    private static Measurement measurement(JsonParser json) {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        String meter = null;
        String aggregation = null;
        BigDecimal value = null;
        long unique = 0;
        Map<String, String> dimensions = new HashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "meterId" -> meter = text(json);
                case "aggregation" -> aggregation = text(json);
                case "value" -> value = new BigDecimal(text(json));
                case "unique" -> unique = json.getLongValue();
                case "dimensions" -> {
                    expect(json.currentToken() == JsonToken.START_OBJECT);
                    for (String key = json.nextName(); key != null; key = json.nextName()) {
                        json.nextToken();
                        dimensions.put(key, text(json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new Measurement(
                new MeterId(present(meter)),
                Aggregation.valueOf(present(aggregation).toUpperCase(Locale.ROOT)),
                value,
                unique,
                dimensions);
    }

    private static String text(JsonParser json) {
        expect(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getString();
    }

    private static Instant time(JsonParser json) {
        return Rfc3339.read(text(json)).orElseThrow(() -> new IllegalArgumentException("no time"));
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static void expect(boolean expected) {
        if (!expected) {
            throw new IllegalArgumentException("not a usage record");
        }
    }
}
