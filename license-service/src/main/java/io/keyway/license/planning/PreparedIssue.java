package io.keyway.license.planning;

import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.terms.KeyScheme;
import java.util.Objects;

/**
 * Everything that the licenses of an issuance are made from. Fixed before the first claim, so that
 * a repeated chunk makes the same licenses.
 *
 * @param kid the id of the signing key
 * @param chunkSize licenses per chunk
 * @param inBackground whether chunks are requested over the bus; otherwise the instance that
 *     received the request issues all licenses
 */
public record PreparedIssue(
        IssuePlan plan,
        License.Owner owner,
        String productName,
        String policyName,
        KeyScheme scheme,
        String kid,
        int chunkSize,
        boolean inBackground) {

    public static PreparedIssue of(
            IssueRequest request,
            IssuePlan plan,
            IssueFacts facts,
            String kid,
            LicenseProperties.Issuance settings) {
        boolean inBackground = request.quantity() > settings.atOnceMax();
        return new PreparedIssue(
                plan,
                License.Owner.of(Objects.requireNonNull(facts.customer())),
                facts.product().name(),
                facts.policy().name(),
                facts.policy().scheme(),
                kid,
                inBackground ? settings.chunkSize() : request.quantity(),
                inBackground);
    }
}
