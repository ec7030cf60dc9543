package io.keyway.license.batches;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.batchinput.BatchKind;
import io.keyway.license.batchinput.RowInput;
import io.keyway.license.issuance.IssueLicenses;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssueRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Processes one row like a request for it alone would be, and returns its result. */
@Component
class ProcessRow {

    sealed interface Result {
        record Issued(List<LicenseId> licenses) implements Result {}

        record Failed(ProblemCode code, @Nullable String detail) implements Result {}

        /** Another instance is processing its issuance: try again later. */
        record Pending() implements Result {}
    }

    private final ResolveRow resolveRow;
    private final IssueLicenses issueLicenses;
    private final ImportKey importKey;
    private final int atOnceMax;

    ProcessRow(
            ResolveRow resolveRow,
            IssueLicenses issueLicenses,
            ImportKey importKey,
            LicenseProperties settings) {
        this.resolveRow = resolveRow;
        this.issueLicenses = issueLicenses;
        this.importKey = importKey;
        this.atOnceMax = settings.issuance().atOnceMax();
    }

    /** Whether its issuance has failed, so that a retry needs another id. */
    boolean hasFailedBefore(BatchRow row) {
        return issueLicenses.hasFailed(row.issuance(row.attempt()));
    }

    /** May be repeated by any instance at any time: nothing is issued twice. */
    Result run(Caller caller, Batch batch, BatchRow row) {
        return switch (resolveRow.resolve(caller, batch.orderId(), row.input())) {
            case ResolveRow.Resolved.Unresolved not -> new Result.Failed(not.code(), not.detail());
            case ResolveRow.Resolved.Found found ->
                    batch.kind() == BatchKind.IMPORT
                            ? imported(batch, row, found)
                            : issued(caller, batch, row, found);
        };
    }

    private Result imported(Batch batch, BatchRow row, ResolveRow.Resolved.Found found) {
        if (!found.customer().active()) {
            return new Result.Failed(ProblemCode.CONFLICT, "The customer is switched off.");
        }
        return importKey
                .run(row.issuance(0), batch.partnerId(), row.input(), found)
                .<Result>map(license -> new Result.Issued(List.of(license.id())))
                .orElseGet(
                        () ->
                                new Result.Failed(
                                        ProblemCode.ALREADY_EXISTS,
                                        "There is a license with this key."));
    }

    private Result issued(
            Caller caller, Batch batch, BatchRow row, ResolveRow.Resolved.Found found) {
        if (row.input().licenses() > atOnceMax) {
            return new Result.Failed(
                    ProblemCode.INVALID_REQUEST,
                    "At most %d licenses are issued by a row.".formatted(atOnceMax));
        }
        IssueRequest request = request(batch, row.input(), found);
        return switch (issueLicenses.issue(caller, request, row.issuance(row.attempt()))) {
            case IssueLicenses.Outcome.Issued done ->
                    new Result.Issued(done.licenses().stream().map(License::id).toList());
            case IssueLicenses.Outcome.InBackground underWay -> new Result.Pending();
            case IssueLicenses.Outcome.Refused refused ->
                    new Result.Failed(
                            refused.code(),
                            refused.detail().isEmpty()
                                    ? "There is no such order, customer, product or policy."
                                    : refused.detail());
            case IssueLicenses.Outcome.Invalid invalid ->
                    new Result.Failed(
                            ProblemCode.INVALID_REQUEST,
                            invalid.field() + ": " + invalid.message());
        };
    }

    private static IssueRequest request(
            Batch batch, RowInput row, ResolveRow.Resolved.Found found) {
        return new IssueRequest(
                batch.orderId(),
                found.product().id(),
                found.policy().id(),
                found.customer().id(),
                row.licenses(),
                row.licenseClass() == null ? LicenseClass.PRIMARY : row.licenseClass(),
                row.type(),
                new IssueRequest.Notes(
                        row.resellerNotes(),
                        row.customerDetails(),
                        Boolean.TRUE.equals(row.customerPaid()),
                        row.customerPaidDate()));
    }
}
