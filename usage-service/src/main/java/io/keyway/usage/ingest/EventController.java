package io.keyway.usage.ingest;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.kit.http.Refused;
import io.keyway.usage.cloudevents.CloudEventReader;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /events}: reports usage as CloudEvents, and previews what an event would count. */
@RestController
@RequestMapping("/api/v1/events")
class EventController {

    /** Most events of a request that the document names; the setting may be lower. */
    private static final int EVENTS_MAX = 1000;

    private static final String EXAMPLE =
            """
            {"specversion": "1.0", "id": "e-1", "source": "/app", "type": "api.call",
             "subject": "lic_01k1a2b3c4d5e6f7g8h9jkmnpq", "time": "2026-01-31T23:59:59Z",
             "data": {"n": 1}}""";

    private final AcceptEvents acceptEvents;
    private final PreviewEvent previewEvent;
    private final EventBody eventBody;
    private final LicenseKeys licenseKeys;

    EventController(
            AcceptEvents acceptEvents,
            PreviewEvent previewEvent,
            EventBody eventBody,
            LicenseKeys licenseKeys) {
        this.acceptEvents = acceptEvents;
        this.previewEvent = previewEvent;
        this.eventBody = eventBody;
        this.licenseKeys = licenseKeys;
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
     * {@code unauthenticated}. A single event may also be sent in HTTP's binary mode, its
     * attributes as {@code ce-} headers and its data as the body.
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
                        mediaType = EventBody.ONE,
                        schema = @Schema(implementation = ReportedEvent.class),
                        examples = @ExampleObject(EXAMPLE)),
                @Content(
                        mediaType = EventBody.BATCH,
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
        List<CloudEventReader.Valid> events = eventBody.events(reporter, headers, body);
        if (reporter instanceof Reporter.Product product) {
            licenseKeys.requireWithinLimit(product, events.size());
        }
        return switch (acceptEvents.accept(reporter, events)) {
            case AcceptEvents.Outcome.Answered answered -> new EventsResponse(answered.results());
            case AcceptEvents.Outcome.BusAway away -> throw new Refused(ProblemCode.UNAVAILABLE);
        };
    }

    /**
     * Preview what an event would count.
     *
     * <p>Judges one event as {@code POST /events} would, and counts and stores nothing. Needs
     * {@code report_usage} ({@code forbidden}). {@code status} and {@code code} are those that the
     * event would be answered with; {@code meters} says what each meter of the vendor makes of it,
     * and {@code attribution} whose usage it would be. What is no CloudEvent is {@code
     * invalid_request}. {@code unavailable} means that the license is unknown while not all
     * licenses are known here yet; try again. The event may also be sent in HTTP's binary mode.
     *
     * @param body one CloudEvent
     * @return what it would count
     */
    @PostMapping("/preview")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = EventBody.ONE,
                        schema = @Schema(implementation = ReportedEvent.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ReportedEvent.class))
            })
    EventPreview preview(
            Caller caller,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body)
            throws HttpMediaTypeNotSupportedException {
        Reporter.Account reporter = account(caller);
        CloudEventReader.Valid event = eventBody.event(headers, body);
        return EventPreview.from(event.id(), previewEvent.preview(reporter, event));
    }

    private Reporter reporter(Caller caller, @Nullable String licenseKey) {
        return caller.role() == Role.ANONYMOUS && licenseKey != null
                ? new Reporter.Product(licenseKeys.licenseOf(licenseKey))
                : account(caller);
    }

    private static Reporter.Account account(Caller caller) {
        if (!caller.may(Permission.REPORT_USAGE)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return new Reporter.Account(caller);
    }
}
