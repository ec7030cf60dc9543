package io.keyway.license.batchresults;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.license.batches.BatchRow;
import io.keyway.license.batches.BatchRow.Status;
import io.keyway.license.batches.Batches;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The results of a batch: {@code /license-batches/{id}/rows} and {@code /{id}.csv}. */
@RestController
@RequestMapping("/api/v1/license-batches")
class BatchResultController {

    /** Rows read at a time while a file is written. */
    private static final int FILE_ROWS = 200;

    /** A cursor holds an id, so the row number is written like the unique part of one. */
    private static final String ROW_CURSOR = "row_%026d";

    private final Batches batches;
    private final BatchResults results;

    BatchResultController(Batches batches, BatchResults results) {
        this.batches = batches;
        this.results = results;
    }

    /**
     * A row of a batch with its result.
     *
     * @param row the number of the row, from 1
     * @param status {@code pending}, {@code issued} or {@code failed}
     * @param code why the row failed: the code that a request for it alone would get
     * @param detail a sentence about the failure; absent if there is no more to say
     * @param customer the customer as sent: id or e-mail
     * @param product the product as sent: id or code
     * @param policy the policy as sent: id or name
     * @param quantity licenses that the row asks for; 1 in an import
     * @param licenseIds the licenses of the row that the caller still sees
     * @param keys the keys of {@code licenseIds}, in the same order
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

        static BatchRowResponse from(BatchResults.Result result) {
            BatchRow row = result.row();
            return new BatchRowResponse(
                    row.number(),
                    row.status(),
                    row.code(),
                    row.detail(),
                    row.input().customer(),
                    row.input().product(),
                    row.input().policy(),
                    row.input().licenses(),
                    List.copyOf(result.keys().keySet()),
                    List.copyOf(result.keys().values()));
        }
    }

    /**
     * List the rows of a batch with their results.
     *
     * <p>Rows come in their order. A page has at most 1,000 keys, so it may have fewer rows than
     * asked for while {@code next} is set. A batch outside the caller's scope is {@code not_found}.
     *
     * @param id the batch
     * @param status only rows with this status
     * @return a page of rows
     */
    @GetMapping("/{id}/rows")
    Page<BatchRowResponse> rows(
            Caller caller,
            @PathVariable BatchId id,
            @RequestParam(required = false) @Nullable Status status,
            PageRequest page) {
        requireVisible(caller, id);
        String after = page.afterId();
        BatchResults.Results found =
                results.page(caller, id, status, after == null ? 0 : rowOf(after), page.limit());
        return new Page<>(
                found.items().stream().map(BatchRowResponse::from).toList(),
                found.more()
                        ? PageRequest.cursor(
                                ROW_CURSOR.formatted(found.items().getLast().row().number()))
                        : null);
    }

    private static int rowOf(String cursor) {
        try {
            return Integer.parseInt(cursor.substring(cursor.indexOf('_') + 1));
        } catch (NumberFormatException otherList) {
            throw new Refused(ProblemCode.INVALID_CURSOR);
        }
    }

    /**
     * Download the results of a batch as CSV.
     *
     * <p>One line per license with its key, and one line for each row without licenses. A batch
     * outside the caller's scope is {@code not_found}.
     *
     * @param id the batch
     */
    @GetMapping("/{id}.csv")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv"))
    void csv(Caller caller, @PathVariable BatchId id, HttpServletResponse response)
            throws IOException {
        requireVisible(caller, id);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.csv\"".formatted(id));
        Writer to = response.getWriter();
        BatchCsv csv = new BatchCsv(to);
        int after = 0;
        boolean more = true;
        while (more) {
            BatchResults.Results part = results.page(caller, id, null, after, FILE_ROWS);
            for (BatchResults.Result result : part.items()) {
                csv.row(result.row(), result.keys());
                after = result.row().number();
            }
            to.flush();
            more = part.more();
        }
    }

    private void requireVisible(Caller caller, BatchId id) {
        if (batches.find(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
    }
}
