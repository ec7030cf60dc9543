package io.keyway.usage.ingest;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.cloudevents.BinaryMode;
import io.keyway.usage.cloudevents.CloudEventReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request as CloudEvents: one or a batch in JSON, or one in HTTP's binary mode. What is no
 * CloudEvent is refused with its place.
 */
@Component
class EventBody {

    static final String ONE = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    private static final MediaType ONE_TYPE = MediaType.parseMediaType(ONE);
    private static final MediaType BATCH_TYPE = MediaType.parseMediaType(BATCH);

    /** Invalid fields in one answer. */
    private static final int ERRORS_MAX = 20;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final int eventsMax;

    EventBody(UsageProperties settings) {
        this.eventsMax = settings.ingest().eventsMax();
    }

    /**
     * The events of a request: one, or a batch. Those of a product are about its license, so they
     * need not name it.
     *
     * @throws Refused if an element is not a valid CloudEvent, the media type contradicts the body,
     *     or there are too many
     * @throws HttpMediaTypeNotSupportedException if the body is of none of the types and there is
     *     no event in the headers
     */
    List<CloudEventReader.Valid> events(
            Reporter reporter, HttpHeaders headers, byte @Nullable [] body)
            throws HttpMediaTypeNotSupportedException {
        MediaType type = contentType(headers);
        if (isBinary(headers, type)) {
            return one(about(reporter, binary(headers, body)));
        }
        if (is(type, ONE_TYPE) || is(type, BATCH_TYPE) || is(type, MediaType.APPLICATION_JSON)) {
            return structured(about(reporter, JSON.readTree(bytes(body))), type);
        }
        throw new HttpMediaTypeNotSupportedException(
                type, List.of(ONE_TYPE, BATCH_TYPE, MediaType.APPLICATION_JSON));
    }

    /**
     * The event of a request that takes only one.
     *
     * @throws Refused if it is not a valid CloudEvent
     * @throws HttpMediaTypeNotSupportedException if the body is of none of the types and there is
     *     no event in the headers
     */
    CloudEventReader.Valid event(HttpHeaders headers, byte @Nullable [] body)
            throws HttpMediaTypeNotSupportedException {
        MediaType type = contentType(headers);
        if (isBinary(headers, type)) {
            return one(binary(headers, body)).getFirst();
        }
        if (is(type, ONE_TYPE) || is(type, MediaType.APPLICATION_JSON)) {
            return one(JSON.readTree(bytes(body))).getFirst();
        }
        throw new HttpMediaTypeNotSupportedException(
                type, List.of(ONE_TYPE, MediaType.APPLICATION_JSON));
    }

    private static JsonNode about(Reporter reporter, JsonNode body) {
        if (reporter instanceof Reporter.Product(LicenseId license)) {
            for (JsonNode event : body.isArray() ? body : List.of(body)) {
                if (event instanceof ObjectNode object && !object.has("subject")) {
                    object.put("subject", license.value());
                }
            }
        }
        return body;
    }

    private static boolean isBinary(HttpHeaders headers, @Nullable MediaType type) {
        return !is(type, ONE_TYPE)
                && !is(type, BATCH_TYPE)
                && headers.containsHeader(BinaryMode.VERSION_HEADER);
    }

    private static JsonNode binary(HttpHeaders headers, byte @Nullable [] body) {
        String text = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return BinaryMode.toJson(headers.toSingleValueMap(), text, bytes(body), JSON);
    }

    private static byte[] bytes(byte @Nullable [] body) {
        return body == null ? new byte[0] : body;
    }

    private static boolean is(@Nullable MediaType type, MediaType other) {
        return other.equalsTypeAndSubtype(type);
    }

    /** Null if it is absent or no media type. */
    private static @Nullable MediaType contentType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    private List<CloudEventReader.Valid> structured(JsonNode body, @Nullable MediaType type) {
        boolean batch = body.isArray();
        if (is(type, batch ? ONE_TYPE : BATCH_TYPE)) {
            throw Refused.invalid(
                            "",
                            batch ? "must be one CloudEvent" : "must be an array of CloudEvents")
                    .get();
        }
        if (batch && body.size() > eventsMax) {
            throw new Refused(
                    ProblemCode.BODY_TOO_LARGE, "A batch has at most " + eventsMax + " events.");
        }
        return batch ? all(body) : one(body);
    }

    private static List<CloudEventReader.Valid> one(JsonNode event) {
        List<Problem.InvalidField> errors = new ArrayList<>();
        List<CloudEventReader.Valid> events = new ArrayList<>();
        read(event, "", events, errors);
        return withoutErrors(events, errors);
    }

    private static List<CloudEventReader.Valid> all(JsonNode batch) {
        List<Problem.InvalidField> errors = new ArrayList<>();
        List<CloudEventReader.Valid> events = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            read(batch.get(i), "[" + i + "]", events, errors);
        }
        return withoutErrors(events, errors);
    }

    private static void read(
            JsonNode json,
            String prefix,
            List<CloudEventReader.Valid> events,
            List<Problem.InvalidField> errors) {
        switch (CloudEventReader.read(json)) {
            case CloudEventReader.Valid valid -> events.add(valid);
            case CloudEventReader.Faulty faulty ->
                    faulty.faults().forEach(fault -> errors.add(field(prefix, fault)));
        }
    }

    private static List<CloudEventReader.Valid> withoutErrors(
            List<CloudEventReader.Valid> events, List<Problem.InvalidField> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(
                    new Problem(
                            ProblemCode.INVALID_REQUEST,
                            "No event of this request was taken.",
                            List.copyOf(errors.subList(0, Math.min(ERRORS_MAX, errors.size())))));
        }
        return events;
    }

    private static Problem.InvalidField field(String prefix, CloudEventReader.Fault fault) {
        String dot = prefix.isEmpty() || fault.field().isEmpty() ? "" : ".";
        return new Problem.InvalidField(prefix + dot + fault.field(), fault.reason());
    }
}
