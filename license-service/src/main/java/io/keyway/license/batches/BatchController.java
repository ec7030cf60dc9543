package io.keyway.license.batches;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.batches.BatchRow.Status;
import io.keyway.license.batchinput.BatchKind;
import io.keyway.license.batchinput.CheckRows;
import io.keyway.license.batchinput.ReadCsv;
import io.keyway.license.batchinput.RowInput;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.orders.ReceivedOrders;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /license-batches}: many requests for licenses in one, with a result for each. */
@RestController
@RequestMapping("/api/v1/license-batches")
class BatchController {

    /** Licenses in one part of the results: rows with many make it shorter. */
    private static final int LICENSES_MAX = 1000;

    /** Rows of the results that are read together for a file. */
    private static final int FILE_ROWS = 200;

    /** A position among rows is written as one among ids: the form of a cursor is the same. */
    private static final String ROW_CURSOR = "row_%026d";

    private final Batches batches;
    private final BatchRows rows;
    private final Licenses licenses;
    private final ReceivedOrders orders;
    private final LicenseProperties settings;
    private final Clock clock;

    BatchController(
            Batches batches,
            BatchRows rows,
            Licenses licenses,
            ReceivedOrders orders,
            LicenseProperties settings,
            Clock clock) {
        this.batches = batches;
        this.rows = rows;
        this.licenses = licenses;
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param orderId what its rows are issued in; absent to issue from the portfolio
     * @param rows at most as many as the settings say
     */
    record NewBatch(
            @NotNull BatchKind kind,
            @Nullable OrderId orderId,
            @NotNull @Size(max = ROWS_MAX) List<@Nullable RowInput> rows) {

        /** What a body brings at most; the settings may say less. */
        static final int ROWS_MAX = 10_000;
    }

    /**
     * @param done rows that have been tried; {@code issued} and {@code failed} are rows too
     * @param partnerId who sent it
     * @param keptUntil it is forgotten then, with its results
     */
    record BatchResponse(
            BatchId id,
            BatchKind kind,
            Batch.Status status,
            @Nullable OrderId orderId,
            PartnerId partnerId,
            int rows,
            int done,
            int issued,
            int failed,
            Instant createdAt,
            Instant keptUntil) {

        static BatchResponse from(Batch batch) {
            return new BatchResponse(
                    batch.id(),
                    batch.kind(),
                    batch.status(),
                    batch.orderId(),
                    batch.partnerId(),
                    batch.rows(),
                    batch.done(),
                    batch.issued(),
                    batch.failed(),
                    batch.createdAt(),
                    batch.expiresAt());
        }
    }

    /**
     * @param row from 1
     * @param code why it failed: what a call for it alone would have been answered with
     * @param licenseIds of those that the reader still sees, in the order of {@code keys}
     */
    record BatchRowResponse(
            int row,
            Status status,
            @Nullable ProblemCode code,
            @Nullable String detail,
            @Nullable String customer,
            @Nullable String product,
            @Nullable String policy,
            int quantity,
            List<LicenseId> licenseIds,
            List<String> keys) {

        static BatchRowResponse from(BatchRow row, Map<LicenseId, String> keys) {
            return new BatchRowResponse(
                    row.number(),
                    row.status(),
                    row.code(),
                    row.detail(),
                    row.input().customer(),
                    row.input().product(),
                    row.input().policy(),
                    row.input().licenses(),
                    List.copyOf(keys.keySet()),
                    List.copyOf(keys.values()));
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            parameters = {
                @Parameter(
                        name = "kind",
                        in = ParameterIn.QUERY,
                        description = "Of CSV; required there",
                        schema =
                                @Schema(
                                        type = "string",
                                        allowableValues = {"issue", "import"})),
                @Parameter(
                        name = "orderId",
                        in = ParameterIn.QUERY,
                        description = "Of CSV",
                        schema = @Schema(type = "string"))
            },
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = NewBatch.class)),
                                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
                            }))
    @ApiResponse(
            responseCode = "202",
            description = "Being worked on in the background",
            content = @Content(schema = @Schema(implementation = BatchResponse.class)))
    ResponseEntity<BatchResponse> create(
            Caller caller, NewId id, @Valid @RequestBody NewBatch body) {
        return begin(caller, id, body.kind(), body.orderId(), body.rows());
    }

    /**
     * The same from CSV: a line that names the columns, and one for each row. The document names it
     * with the other form of the call.
     */
    @PostMapping(consumes = "text/csv")
    @Hidden
    ResponseEntity<BatchResponse> createFromCsv(
            Caller caller,
            NewId id,
            @RequestParam BatchKind kind,
            @RequestParam(required = false) @Nullable OrderId orderId,
            @RequestBody byte[] body) {
        mustBeAllowed(caller, kind);
        return begin(
                caller,
                id,
                kind,
                orderId,
                new ArrayList<>(ReadCsv.rows(body, kind, settings.batches().rowsMax())));
    }

    private ResponseEntity<BatchResponse> begin(
            Caller caller,
            NewId id,
            BatchKind kind,
            @Nullable OrderId orderId,
            List<@Nullable RowInput> inputs) {
        mustBeAllowed(caller, kind);
        if (inputs.isEmpty() || inputs.size() > settings.batches().rowsMax()) {
            throw Refused.invalid("rows", "must be from 1 to " + settings.batches().rowsMax())
                    .get();
        }
        if (orderId != null && kind == BatchKind.IMPORT) {
            throw Refused.invalid("orderId", "an import is in no order").get();
        }
        Instant now = clock.instant();
        new CheckRows(kind, settings.issuance().atOnceMax(), settings.batches().keyCharsMax(), now)
                .check(inputs);
        if (orderId != null && orders.order(caller, orderId).isEmpty()) {
            throw Refused.notFound();
        }
        Batch batch =
                Batch.of(
                        id.as(BatchId::with),
                        caller,
                        kind,
                        orderId,
                        inputs.size(),
                        now,
                        now.plus(settings.batches().keptFor()));
        if (batches.load(batch.id()).isEmpty()) {
            mustHavePlace(batch.partnerId());
            rows.add(
                    batch.id(),
                    inputs.stream().map(Objects::requireNonNull).toList(),
                    batch.expiresAt());
        }
        return accepted(batches.start(batch));
    }

    @GetMapping
    Page<BatchResponse> list(Caller caller, PageRequest page) {
        if (caller.role() == Role.CUSTOMER) {
            return new Page<>(List.of(), null); // No batch is a customer's: none is looked for.
        }
        return batches.page(caller, page).map(stored -> BatchResponse.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<BatchResponse> get(Caller caller, @PathVariable BatchId id) {
        Stored<Batch> stored = find(caller, id);
        return ResponseEntity.ok().eTag(stored.etag()).body(BatchResponse.from(stored.state()));
    }

    /**
     * Its rows in their order, with their results. A part may be shorter than was asked for: it has
     * at most 1,000 keys.
     */
    @GetMapping("/{id}/rows")
    Page<BatchRowResponse> rows(
            Caller caller,
            @PathVariable BatchId id,
            @RequestParam(required = false) @Nullable Status status,
            PageRequest page) {
        find(caller, id);
        String after = page.afterId();
        List<BatchRow> found =
                rows.list(id, status, after == null ? 0 : rowOf(after), page.limit() + 1);
        List<BatchRow> shown = fitting(found.subList(0, Math.min(page.limit(), found.size())));
        return new Page<>(
                shown(caller, shown).entrySet().stream()
                        .map(one -> BatchRowResponse.from(one.getKey(), one.getValue()))
                        .toList(),
                shown.size() == found.size()
                        ? null
                        : PageRequest.cursor(ROW_CURSOR.formatted(shown.getLast().number())));
    }

    private static int rowOf(String cursor) {
        try {
            return Integer.parseInt(cursor.substring(cursor.indexOf('_') + 1));
        } catch (NumberFormatException otherList) {
            throw new Refused(ProblemCode.INVALID_CURSOR);
        }
    }

    /** As many of the rows as have no more licenses than one part may. */
    private static List<BatchRow> fitting(List<BatchRow> found) {
        int count = 0;
        int keys = 0;
        for (BatchRow row : found) {
            keys += row.licenses().size();
            if (count > 0 && keys > LICENSES_MAX) {
                break;
            }
            count++;
        }
        return found.subList(0, count);
    }

    /** The rows with the keys of those licenses that the caller sees: some may have moved away. */
    private Map<BatchRow, Map<LicenseId, String>> shown(Caller caller, List<BatchRow> of) {
        Map<LicenseId, License> seen =
                licenses.visible(caller, of.stream().flatMap(row -> row.licenses().stream()).toList());
        Map<BatchRow, Map<LicenseId, String>> shown = new LinkedHashMap<>();
        for (BatchRow row : of) {
            Map<LicenseId, String> keys = new LinkedHashMap<>();
            for (LicenseId id : row.licenses()) {
                License license = seen.get(id);
                if (license != null) {
                    keys.put(id, license.key().value());
                }
            }
            shown.put(row, keys);
        }
        return shown;
    }

    /** The results as a file, with the keys: a line for each license, one for a row without any. */
    @GetMapping("/{id}.csv")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv"))
    void csv(Caller caller, @PathVariable BatchId id, HttpServletResponse response)
            throws IOException {
        find(caller, id);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.csv\"".formatted(id));
        Writer to = response.getWriter();
        BatchCsv csv = new BatchCsv(to);
        int after = 0;
        for (List<BatchRow> found; !(found = rows.list(id, null, after, FILE_ROWS)).isEmpty(); ) {
            List<BatchRow> part = fitting(found);
            for (Map.Entry<BatchRow, Map<LicenseId, String>> one : shown(caller, part).entrySet()) {
                csv.row(one.getKey(), one.getValue());
            }
            to.flush();
            after = part.getLast().number();
        }
    }

    /**
     * Goes on with what waits, and tries what failed again, in the name of the caller: the cause
     * may be mended.
     */
    @PostMapping("/{id}/resume")
    @ApiResponse(
            responseCode = "202",
            description = "Being worked on again",
            content = @Content(schema = @Schema(implementation = BatchResponse.class)))
    ResponseEntity<BatchResponse> resume(Caller caller, @PathVariable BatchId id, IfMatch ifMatch) {
        Batch found = find(caller, id).state();
        mustBeAllowed(caller, found.kind());
        if (!found.partnerId().equals(caller.partnerId())) {
            throw new Refused(
                    ProblemCode.FORBIDDEN, "a batch is resumed by the partner that sent it");
        }
        if (!found.running()) {
            mustHavePlace(found.partnerId());
        }
        return accepted(
                batches.change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            Batch batch = stored.state();
                            if (batch.running()) {
                                throw new Refused(
                                        ProblemCode.CONFLICT, "The batch is being worked on.");
                            }
                            return batch.issued() == batch.rows()
                                    ? Decision.keep()
                                    : Decision.change(batch.resumed(caller, clock.instant()));
                        }));
    }

    /** What waits goes on waiting until somebody resumes it; what is issued stays issued. */
    @PostMapping("/{id}/stop")
    ResponseEntity<BatchResponse> stop(Caller caller, @PathVariable BatchId id, IfMatch ifMatch) {
        find(caller, id);
        if (!caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(ProblemCode.FORBIDDEN, "a batch is stopped by who issues licenses");
        }
        Stored<Batch> stopped =
                batches.change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            return stored.state().running()
                                    ? Decision.change(stored.state().stopped())
                                    : Decision.keep();
                        });
        return ResponseEntity.ok().eTag(stopped.etag()).body(BatchResponse.from(stopped.state()));
    }

    private Stored<Batch> find(Caller caller, BatchId id) {
        return batches.find(caller, id).orElseThrow(Refused::notFound);
    }

    private static void mustBeAllowed(Caller caller, BatchKind kind) {
        if (!SenderPermissions.maySend(caller, kind)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN,
                    kind == BatchKind.IMPORT
                            ? "keys are imported by the vendor, by who manages its catalog"
                            : "You may not issue licenses.");
        }
    }

    private void mustHavePlace(PartnerId partner) {
        if (batches.running(partner) >= settings.batches().runningMax()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "%d of your batches are being worked on: wait for one to end."
                            .formatted(settings.batches().runningMax()));
        }
    }

    private static ResponseEntity<BatchResponse> accepted(Stored<Batch> stored) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/license-batches/" + stored.state().id()))
                .eTag(stored.etag())
                .body(BatchResponse.from(stored.state()));
    }
}
