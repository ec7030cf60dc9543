package io.keyway.usage.statementfiles;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.statements.FindStatements;
import io.keyway.usage.statements.Statement;
import io.keyway.usage.statements.StatementNames;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /statements/{id}.csv} and {@code .pdf}: statements to download. */
@RestController
@RequestMapping("/api/v1/statements")
class StatementFileController {

    private final FindStatements findStatements;
    private final StatementPdf pdf;
    private final StatementNames names;

    StatementFileController(FindStatements findStatements, StatementPdf pdf, StatementNames names) {
        this.findStatements = findStatements;
        this.pdf = pdf;
        this.names = names;
    }

    /**
     * Download a statement as CSV.
     *
     * <p>Cost data in the format of FOCUS 1.2, one row per line. A partner needs {@code
     * read_statements} ({@code forbidden}); a statement outside the caller's scope is {@code
     * not_found}.
     *
     * @param id the statement
     * @return the CSV file
     */
    @GetMapping("/{id}.csv")
    @ApiResponse(
            responseCode = "200",
            description = "The CSV file",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> csv(Caller caller, @PathVariable StatementId id) {
        Statement statement = findStatements.byId(caller, id);
        StatementNames.Named named = names.of(statement);
        String csv = FocusCsv.of(statement, named.payer(), named.payee());
        return file(
                statement,
                new MediaType("text", "csv", StandardCharsets.UTF_8),
                csv.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Download a statement as PDF.
     *
     * <p>An A4 page to print or send: each line with its quantity, price, discount and amount. A
     * partner needs {@code read_statements} ({@code forbidden}); a statement outside the caller's
     * scope is {@code not_found}; one of more than 2,000 lines is {@code not_acceptable}: download
     * it as CSV.
     *
     * @param id the statement
     * @return the PDF file
     */
    @GetMapping("/{id}.pdf")
    @ApiResponse(
            responseCode = "200",
            description = "The PDF file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PDF_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> pdf(Caller caller, @PathVariable StatementId id) {
        Statement statement = findStatements.byId(caller, id);
        StatementNames.Named named = names.of(statement);
        byte[] file = pdf.of(statement, named.payer(), named.payee());
        return file(statement, MediaType.APPLICATION_PDF, file);
    }

    private static ResponseEntity<byte[]> file(
            Statement statement, MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s-%s.%s\""
                                .formatted(statement.period(), statement.id(), type.getSubtype()))
                .contentType(type)
                .body(content);
    }
}
