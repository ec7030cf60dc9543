package io.keyway.license.issuance;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Sale;
import io.keyway.license.planning.IssuePlan;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.PreparedIssue;
import io.keyway.license.signing.KeyHash;
import io.keyway.license.signing.SignedKey;
import io.keyway.license.signing.SigningKey;
import io.keyway.license.signing.SigningKeys;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the licenses of an issuance; the same licenses each time it is called. */
@Component
class LicenseFactory {

    /** Always with milliseconds: clients compare payloads as text. */
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SigningKeys signingKeys;
    private final byte[] secret;

    LicenseFactory(SigningKeys signingKeys, LicenseProperties settings) {
        this.signingKeys = signingKeys;
        this.secret = settings.signingSecretBytes();
    }

    String currentKid() {
        return signingKeys.current().kid();
    }

    List<License> make(Planned issuance, Chunk chunk) {
        String kid = issuance.prepared().kid();
        return make(
                issuance,
                chunk,
                signingKeys
                        .byKid(kid)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the signing key " + kid + " is gone")));
    }

    List<License> make(Planned issuance, Chunk chunk, SigningKey signingKey) {
        LicenseSeries series = LicenseSeries.of(issuance.id(), secret);
        return IntStream.range(chunk.first(), chunk.first() + chunk.count())
                .mapToObj(index -> make(issuance, index, series, signingKey))
                .toList();
    }

    private static License make(
            Planned issuance, int index, LicenseSeries series, SigningKey signingKey) {
        IssueRequest request = issuance.request();
        PreparedIssue prepared = issuance.prepared();
        IssuePlan plan = prepared.plan();
        LicenseTerms terms = plan.terms();
        Instant issuedAt = issuance.head().createdAt();
        Instant expiresAt = terms.expiryAtIssue(issuedAt);
        LicenseId id = series.id(index);
        String value =
                switch (prepared.scheme()) {
                    case RANDOM -> series.randomKey(index);
                    case ED25519 ->
                            SignedKey.of(payload(issuance, id, issuedAt, expiresAt), signingKey);
                };
        return new License(
                id,
                new License.Key(
                        value,
                        KeyHash.of(value),
                        prepared.scheme(),
                        prepared.scheme() == KeyScheme.ED25519 ? signingKey.kid() : null),
                prepared.owner(),
                new License.Origin(
                        issuance.id(),
                        issuance.head().path().getLast(),
                        request.orderId(),
                        plan.lineId(),
                        issuedAt),
                request.productId(),
                prepared.productName(),
                request.policyId(),
                prepared.policyName(),
                request.licenseClass(),
                terms,
                LicenseCondition.VALID,
                null,
                new Sale(
                        plan.paymentStatus(),
                        plan.price(),
                        request.notes().customerPaid(),
                        request.notes().customerPaidDate(),
                        request.notes().customerDetails(),
                        null,
                        null),
                notes(request.notes().resellerNotes(), prepared.owner()),
                expiresAt,
                null,
                List.of(),
                issuedAt);
    }

    private static License.@Nullable Notes notes(@Nullable String text, License.Owner owner) {
        return text == null ? null : new License.Notes(text, owner.path());
    }

    /** The payload of a signed key, in the JSON shape that open license clients read. */
    private static String payload(
            Planned issuance, LicenseId id, Instant issuedAt, @Nullable Instant expiresAt) {
        IssueRequest request = issuance.request();
        LicenseTerms terms = issuance.prepared().plan().terms();
        ObjectNode payload = JSON.createObjectNode();
        payload.putObject("account").put("id", issuance.head().path().getFirst().value());
        payload.putObject("product").put("id", request.productId().value());
        ObjectNode policy = payload.putObject("policy").put("id", request.policyId().value());
        if (terms.duration() == null) {
            policy.putNull("duration");
        } else {
            policy.put(
                    "duration",
                    Duration.between(issuedAt, terms.duration().after(issuedAt)).toSeconds());
        }
        payload.putObject("user").put("id", request.customerId().value());
        ObjectNode license =
                payload.putObject("license")
                        .put("id", id.value())
                        .put("created", MILLIS.format(issuedAt));
        if (expiresAt == null) {
            license.putNull("expiry");
        } else {
            license.put("expiry", MILLIS.format(expiresAt));
        }
        return JSON.writeValueAsString(payload);
    }
}
