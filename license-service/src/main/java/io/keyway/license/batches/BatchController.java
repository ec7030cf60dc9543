package io.keyway.license.batches;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.BatchId;
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
import io.keyway.license.batchinput.BatchKind;
import io.keyway.license.batchinput.ReadCsv;
import io.keyway.license.batchinput.RowInput;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /license-batches}: many license requests in one, with a result for each row. */
@RestController
@RequestMapping("/api/v1/license-batches")
class BatchController {

    private final Batches batches;
    private final StartBatch startBatch;
    private final LicenseProperties settings;

    BatchController(Batches batches, StartBatch startBatch, LicenseProperties settings) {
        this.batches = batches;
        this.startBatch = startBatch;
        this.settings = settings;
    }

    /**
     * A batch of license requests.
     *
     * @param kind {@code issue} for new licenses, {@code import} for keys of another system
     * @param orderId the order to issue in; absent to issue from the portfolio; not in an import
     * @param rows 1 to 10,000 rows
     */
    record NewBatch(
            @NotNull BatchKind kind,
            @Nullable OrderId orderId,
            @NotNull @Size(max = ROWS_MAX) List<@Nullable RowInput> rows) {

        /** Rows that a body may have at most; the settings may allow fewer. */
        static final int ROWS_MAX = 10_000;
    }

    /**
     * A batch and its progress.
     *
     * @param id the id of the batch
     * @param kind {@code issue} or {@code import}
     * @param status {@code running}, {@code completed} or {@code stopped}
     * @param orderId the order that licenses are issued in; absent for the portfolio
     * @param partnerId the partner that sent the batch
     * @param rows how many rows the batch has
     * @param done rows that have a result: {@code issued} and {@code failed} together
     * @param issued rows whose licenses exist
     * @param failed rows that were refused
     * @param createdAt when the batch was sent
     * @param keptUntil when the batch and its results are deleted
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
     * Send a batch of licenses to issue or keys to import.
     *
     * <p>The body is JSON, or CSV with {@code kind} and {@code orderId} as query parameters. Needs
     * {@code issue_licenses}; an import is for vendors with {@code manage_catalog} ({@code
     * forbidden}). An invalid row refuses the whole batch ({@code invalid_request}); too many
     * running batches are {@code conflict}. Rows are processed in the background, each with a
     * result of its own.
     *
     * @param body the batch
     * @return the batch to watch
     */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            parameters = {
                @Parameter(
                        name = "kind",
                        in = ParameterIn.QUERY,
                        description = "Kind of a CSV batch; required with CSV",
                        schema =
                                @Schema(
                                        type = "string",
                                        allowableValues = {"issue", "import"})),
                @Parameter(
                        name = "orderId",
                        in = ParameterIn.QUERY,
                        description = "Order of a CSV batch; absent to issue from the portfolio",
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
            description = "The batch; its rows are processed in the background",
            content = @Content(schema = @Schema(implementation = BatchResponse.class)))
    ResponseEntity<BatchResponse> create(
            Caller caller, NewId id, @Valid @RequestBody NewBatch body) {
        return accepted(
                startBatch.start(
                        caller, id.as(BatchId::with), body.kind(), body.orderId(), body.rows()));
    }

    /** The same from CSV; the API document describes both forms as one operation. */
    @PostMapping(consumes = "text/csv")
    @Hidden
    ResponseEntity<BatchResponse> createFromCsv(
            Caller caller,
            NewId id,
            @RequestParam BatchKind kind,
            @RequestParam(required = false) @Nullable OrderId orderId,
            @RequestBody byte[] body) {
        StartBatch.requirePermission(caller, kind);
        List<@Nullable RowInput> rows =
                new ArrayList<>(ReadCsv.rows(body, kind, settings.batches().rowsMax()));
        return accepted(startBatch.start(caller, id.as(BatchId::with), kind, orderId, rows));
    }

    /**
     * List batches, newest first.
     *
     * <p>Returns the batches of the caller's branch. A customer sees none.
     *
     * @return a page of batches
     */
    @GetMapping
    Page<BatchResponse> list(Caller caller, PageRequest page) {
        if (caller.role() == Role.CUSTOMER) {
            return new Page<>(List.of(), null); // Batches belong to partners: no query needed.
        }
        return batches.page(caller, page).map(stored -> BatchResponse.from(stored.state()));
    }

    /**
     * Get a batch and its progress.
     *
     * <p>A batch outside the caller's scope is {@code not_found}.
     *
     * @param id the batch
     * @return the batch
     */
    @GetMapping("/{id}")
    ResponseEntity<BatchResponse> get(Caller caller, @PathVariable BatchId id) {
        Stored<Batch> stored = find(caller, id);
        return ResponseEntity.ok().eTag(stored.etag()).body(BatchResponse.from(stored.state()));
    }

    /**
     * Resume a batch.
     *
     * <p>Continues the pending rows of a stopped batch and retries failed rows, with the
     * permissions of the caller. Only the partner that sent the batch may resume it ({@code
     * forbidden}); a running batch is {@code conflict}. Issued rows stay as they are.
     *
     * @param id the batch
     * @return the batch to watch
     */
    @PostMapping("/{id}/resume")
    @ApiResponse(
            responseCode = "202",
            description = "The batch; its rows are processed in the background",
            content = @Content(schema = @Schema(implementation = BatchResponse.class)))
    ResponseEntity<BatchResponse> resume(Caller caller, @PathVariable BatchId id, IfMatch ifMatch) {
        return accepted(startBatch.resume(caller, find(caller, id).state(), ifMatch));
    }

    /**
     * Stop a batch.
     *
     * <p>Pending rows stay pending until the batch is resumed; issued licenses stay. Needs {@code
     * issue_licenses} ({@code forbidden}). A batch that is not running stays as it is.
     *
     * @param id the batch
     * @return the batch after the change
     */
    @PostMapping("/{id}/stop")
    ResponseEntity<BatchResponse> stop(Caller caller, @PathVariable BatchId id, IfMatch ifMatch) {
        find(caller, id);
        if (!caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN, "stopping a batch needs the permission issue_licenses");
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

    private static ResponseEntity<BatchResponse> accepted(Stored<Batch> stored) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/license-batches/" + stored.state().id()))
                .eTag(stored.etag())
                .body(BatchResponse.from(stored.state()));
    }
}
