package io.keyway.license.issuance;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.license.LicenseProperties;
import java.util.List;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** What was issued for the immediate lines of orders. */
@Component
public class IssuedLines {

    private final Issuances issuances;
    private final Quotas quotas;
    private final byte[] secret;

    IssuedLines(Issuances issuances, Quotas quotas, LicenseProperties settings) {
        this.issuances = issuances;
        this.quotas = quotas;
        this.secret = settings.signingSecretBytes();
    }

    /**
     * @param first number of the first license in the line, from 0
     */
    public List<LicenseId> licenses(LineId line, long first, long count) {
        LicenseSeries series = LicenseSeries.of(Issuance.idOf(line), secret);
        return LongStream.range(first, first + count)
                .mapToObj(index -> series.id(Math.toIntExact(index)))
                .toList();
    }

    /** So many of the line count under no grant any more; once for a return. */
    public void freeGrants(LineId line, ReturnId because, long count) {
        issuances.load(Issuance.idOf(line)).stream()
                .flatMap(issuance -> issuance.preparation().plan().claims().stream())
                .filter(QuotaClaim::ofAGrant)
                .forEach(claim -> quotas.lower(claim.quota(), because, count));
    }
}
