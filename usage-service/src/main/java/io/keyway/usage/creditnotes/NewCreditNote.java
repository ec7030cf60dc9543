package io.keyway.usage.creditnotes;

import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.NotFormula;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A credit note to make.
 *
 * @param statementId the closed statement
 * @param lineKey key of a line of the statement's own month that something is owed for; at most
 *     1000 characters
 * @param amount what is taken off: above 0, at most what was billed for the line, corrections of
 *     later statements included, less what earlier notes have taken off
 * @param reason why, for everybody who sees the note; at most 500 characters
 */
record NewCreditNote(
        @NotNull StatementId statementId,
        @NotBlank @Size(max = 1000) String lineKey,
        @NotNull @Valid Taken amount,
        @NotBlank @Size(max = 500) @NotFormula String reason) {

    /**
     * An amount of money.
     *
     * @param amount in minor units of the currency, like cents; above 0
     * @param currency ISO 4217 code, that of the line
     */
    record Taken(
            @NotNull @Min(1) Long amount, @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {}
}
