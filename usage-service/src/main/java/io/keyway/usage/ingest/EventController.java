package io.keyway.usage.ingest;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.LicenseId;
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
import tools.jackson.databind.node.ObjectNode;

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
    private final LicenseKeys licenseKeys;
    private final int eventsMax;

    EventController(
            AcceptEvents acceptEvents, LicenseKeys licenseKeys, UsageProperties settings) {
        this.acceptEvents = acceptEvents;
        this.licenseKeys = licenseKeys;
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
     * are not counted twice. A product may report usage of its own license with {@code
     * Authorization: License} and the license's key, up to 1000 events in 10 s ({@code
     * too_many_requests}); its events need no {@code subject}, and a key that no license has is
     * {@code unauthenticated}. A single event may also be sent in HTTP's binary mode, its attributes
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
        Reporter reporter = reporter(caller, headers.getFirst(LicenseKey.HEADER));
        List<CloudEventReader.Valid> events =
                events(reporter, headers, body == null ? new byte[0] : body);
        if (reporter instanceof Reporter.Product product) {
            licenseKeys.requireWithinLimit(product, events.size());
        }
        return switch (acceptEvents.accept(reporter, events)) {
            case AcceptEvents.Outcome.Answered answered -> new EventsResponse(answered.results());
            case AcceptEvents.Outcome.BusAway away -> throw new Refused(ProblemCode.UNAVAILABLE);
        };
    }

    private Reporter reporter(Caller caller, @Nullable String licenseKey) {
        if (caller.role() == Role.ANONYMOUS && licenseKey != null) {
            return licenseKeys.reporter(licenseKey);
        }
        if (!caller.may(Permission.REPORT_USAGE)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return new Reporter.Account(caller);
    }

    /**
     * @throws Refused if an element is not a valid CloudEvent or the media type contradicts the
     *     body
     * @throws HttpMediaTypeNotSupportedException if the body is of none of the types and there is
     *     no event in the headers
     */
    private List<CloudEventReader.Valid> events(
            Reporter reporter, HttpHeaders headers, byte[] body)
            throws HttpMediaTypeNotSupportedException {
        MediaType type = contentType(headers);
        boolean structured =
                ONE_TYPE.equalsTypeAndSubtype(type) || BATCH_TYPE.equalsTypeAndSubtype(type);
        if (!structured && headers.containsHeader(BinaryMode.VERSION_HEADER)) {
            String text = headers.getFirst(HttpHeaders.CONTENT_TYPE);
            return one(reporter, BinaryMode.toJson(headers.toSingleValueMap(), text, body, JSON));
        }
        if (type != null && (structured || type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))) {
            return structured(reporter, JSON.readTree(body), type);
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

    private List<CloudEventReader.Valid> structured(
            Reporter reporter, JsonNode body, MediaType type) {
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
        return batch ? all(reporter, body) : one(reporter, body);
    }

    private static List<CloudEventReader.Valid> one(Reporter reporter, JsonNode event) {
        List<Problem.InvalidField> errors = new ArrayList<>();
        List<CloudEventReader.Valid> events = new ArrayList<>();
        read(reporter, event, "", events, errors);
        return withoutErrors(events, errors);
    }

    private static List<CloudEventReader.Valid> all(Reporter reporter, JsonNode batch) {
        List<Problem.InvalidField> errors = new ArrayList<>();
        List<CloudEventReader.Valid> events = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            read(reporter, batch.get(i), "[" + i + "]", events, errors);
        }
        return withoutErrors(events, errors);
    }

    /** Events of a product are about its license, so they need not name it. */
    private static void read(
            Reporter reporter,
            JsonNode json,
            String prefix,
            List<CloudEventReader.Valid> events,
            List<Problem.InvalidField> errors) {
        if (reporter instanceof Reporter.Product(LicenseId license)
                && json instanceof ObjectNode event
                && !event.has("subject")) {
            event.put("subject", license.value());
        }
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
