package io.keyway.usage.ingest;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.cloudevents.BinaryMode;
import io.keyway.usage.cloudevents.CloudEventReader;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /events}: reports usage as CloudEvents. */
@RestController
@RequestMapping("/api/v1/events")
class EventController {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final MediaType ONE_TYPE = MediaType.parseMediaType(ONE);
    private static final MediaType BATCH_TYPE = MediaType.parseMediaType(BATCH);

    /** Most events of a request that the document names; the setting may be lower. */
    private static final int EVENTS_MAX = 1000;

    private static final String EXAMPLE =
            """
            {"specversion": "1.0", "id": "e-1", "source": "/app", "type": "api.call",
             "subject": "lic_01k1a2b3c4d5e6f7g8h9jkmnpq", "time": "2026-01-31T23:59:59Z",
             "data": {"n": 1}}""";

    /** Invalid fields in one answer. */
    private static final int ERRORS_MAX = 20;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final AcceptEvents acceptEvents;
    private final int eventsMax;

    EventController(AcceptEvents acceptEvents, UsageProperties settings) {
        this.acceptEvents = acceptEvents;
        this.eventsMax = settings.ingest().eventsMax();
    }

    /**
     * A CloudEvent 1.0 that reports usage; other attributes are ignored.
     *
     * @param specversion always {@code 1.0}
     * @param id with {@code source}, names the event: the same event sent again does not count
     *     again
     * @param source what reports it, a URI reference
     * @param type the {@code eventType} of a meter
     * @param subject id of the license that was used; without it the event is {@code rejected} with
     *     {@code subject_missing}
     * @param time when it was used, ISO-8601; the time of receipt if absent
     * @param data properties that a meter reads: numbers or decimal strings, and dimensions
     */
    record ReportedEvent(
            @NotBlank String specversion,
            @NotBlank String id,
            @NotBlank String source,
            @NotBlank String type,
            @Nullable String subject,
            @Nullable Instant time,
            @Nullable Map<String, Object> data) {}

    /**
     * The results of the events of a request.
     *
     * @param results one per event, in the order of the request
     */
    record EventsResponse(List<AcceptEvents.Result> results) {}

    /**
     * Report usage as CloudEvents.
     *
     * <p>One event or an array of at most 1000; {@code subject} is the license id. Needs {@code
     * report_usage} ({@code forbidden}). Each event is judged by itself: {@code accepted} events
     * are durable and counted once, a {@code rejected} one spends nothing, so it may be corrected
     * and sent again with its id. If one element is not a CloudEvent, none is taken ({@code
     * invalid_request}, with its place). On {@code unavailable}, send all again: repeated events
     * are not counted twice. A single event may also be sent in HTTP's binary mode, its attributes
     * as {@code ce-} headers and its data as the body.
     *
     * @param body one CloudEvent, or an array of them
     * @return a result for each event
     */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = ONE,
                        schema = @Schema(implementation = ReportedEvent.class),
                        examples = @ExampleObject(EXAMPLE)),
                @Content(
                        mediaType = BATCH,
                        array =
                                @ArraySchema(
                                        maxItems = EVENTS_MAX,
                                        schema = @Schema(implementation = ReportedEvent.class)),
                        examples = @ExampleObject("[" + EXAMPLE + "]")),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ReportedEvent.class),
                        examples = @ExampleObject(EXAMPLE))
            })
    EventsResponse accept(
            Caller caller,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body)
            throws HttpMediaTypeNotSupportedException {
        return accept(caller, events(headers, body == null ? new byte[0] : body));
    }

    private EventsResponse accept(Caller caller, List<CloudEventReader.Valid> events) {
        if (!caller.may(Permission.REPORT_USAGE)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return switch (acceptEvents.accept(caller, events)) {
            case AcceptEvents.Outcome.Answered answered -> new EventsResponse(answered.results());
            case AcceptEvents.Outcome.BusAway away -> throw new Refused(ProblemCode.UNAVAILABLE);
        };
    }

    /**
     * @throws Refused if an element is not a valid CloudEvent or the media type contradicts the
     *     body
     * @throws HttpMediaTypeNotSupportedException if the body is of none of the types and there is
     *     no event in the headers
     */
    private List<CloudEventReader.Valid> events(HttpHeaders headers, byte[] body)
            throws HttpMediaTypeNotSupportedException {
        MediaType type = contentType(headers);
        boolean structured =
                ONE_TYPE.equalsTypeAndSubtype(type) || BATCH_TYPE.equalsTypeAndSubtype(type);
        if (!structured && headers.containsHeader(BinaryMode.VERSION_HEADER)) {
            String text = headers.getFirst(HttpHeaders.CONTENT_TYPE);
            return one(BinaryMode.toJson(headers.toSingleValueMap(), text, body, JSON));
        }
        if (type != null && (structured || type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))) {
            return structured(JSON.readTree(body), type);
        }
        throw new HttpMediaTypeNotSupportedException(
                type, List.of(ONE_TYPE, BATCH_TYPE, MediaType.APPLICATION_JSON));
    }

    /** Null if it is absent or no media type. */
    private static @Nullable MediaType contentType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    private List<CloudEventReader.Valid> structured(JsonNode body, MediaType type) {
        boolean batch = body.isArray();
        if (batch ? type.equalsTypeAndSubtype(ONE_TYPE) : type.equalsTypeAndSubtype(BATCH_TYPE)) {
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
