package io.keyway.license.issuance;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** The licenses that were issued for immediate order lines. */
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
     * The ids of consecutive licenses of a line.
     *
     * @param first index of the first license in the line, from 0
     */
    public List<LicenseId> licenses(LineId line, long first, long count) {
        LicenseSeries series = LicenseSeries.of(Issuance.idOf(line), secret);
        return LongStream.range(first, first + count)
                .mapToObj(index -> series.id(Math.toIntExact(index)))
                .toList();
    }

    /**
     * Lowers the grant counters by the returned licenses of each line, once per return. Lines that
     * count under the same grant are summed, because a return can lower a counter only once.
     */
    public void freeGrants(Map<LineId, Long> counts, ReturnId because) {
        Map<String, Long> byGrant = new LinkedHashMap<>();
        counts.forEach(
                (line, count) ->
                        issuances.load(Issuance.idOf(line)).stream()
                                .filter(Planned.class::isInstance)
                                .flatMap(issued -> ((Planned) issued).claims().stream())
                                .filter(QuotaClaim::isOfGrant)
                                .forEach(claim -> byGrant.merge(claim.quota(), count, Long::sum)));
        byGrant.forEach((grant, count) -> quotas.lower(grant, because, count));
    }
}
