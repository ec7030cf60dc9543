package io.keyway.contracts.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's signed statement about the caller, in the header {@value #HEADER}: a JWT for one
 * service, signed with that service's own key, so that no service can forge one for another
 * service.
 */
public final class ScopeAssertion {

    public static final String HEADER = "Keyway-Scope";

    /** How long an assertion is valid. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final JWSHeader JWS = new JWSHeader(JWSAlgorithm.HS256);

    private ScopeAssertion() {}

    /** The key of a service, derived from the gateway's master key (32 bytes). */
    public static byte[] serviceKey(byte[] master, String service) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            return mac.doFinal(("keyway-scope:" + service).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    public static String sign(Caller caller, String service, byte[] serviceKey, Instant now) {
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .audience(service)
                        .subject(value(caller.actor()))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .claim("role", caller.role().name())
                        .claim("credential", value(caller.credentialId()))
                        .claim("partner", value(caller.partnerId()))
                        .claim("customer", value(caller.customerId()))
                        .claim("address", caller.origin().address())
                        .claim("domain", caller.origin().loginDomain())
                        .claim("path", caller.path().stream().map(PartnerId::value).toList())
                        .claim(
                                "permissions",
                                caller.permissions().stream().map(Enum::name).toList())
                        .build();
        try {
            SignedJWT jwt = new SignedJWT(JWS, claims);
            jwt.sign(new MACSigner(serviceKey));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a service key has 32 bytes", e);
        }
    }

    /**
     * What a genuine assertion says.
     *
     * @param expiresAt from when on it is no longer valid
     */
    public record Verified(Caller caller, Instant expiresAt) {}

    /**
     * What the assertion says; empty if anything about it is wrong: signature, audience, age or
     * content.
     */
    public static Optional<Verified> verify(
            String assertion, String service, byte[] serviceKey, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expiry = claims.getExpirationTime();
            boolean genuine =
                    JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                            && jwt.verify(new MACVerifier(serviceKey))
                            && claims.getAudience().equals(List.of(service))
                            && expiry != null
                            && now.isBefore(expiry.toInstant())
                            && !now.plus(LIFETIME).plus(SKEW).isBefore(expiry.toInstant());
            return genuine
                    ? Optional.of(new Verified(caller(claims), expiry.toInstant()))
                    : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tolerated difference between the clocks of two machines. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static Caller caller(JWTClaimsSet claims) throws ParseException {
        String partner = claims.getStringClaim("partner");
        String customer = claims.getStringClaim("customer");
        String credential = claims.getStringClaim("credential");
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        claims.getStringListClaim("permissions")
                .forEach(name -> permissions.add(Permission.valueOf(name)));
        String actor = claims.getSubject();
        String address = claims.getStringClaim("address");
        return new Caller(
                actor == null ? null : new AccountId(actor),
                credential == null ? null : new CredentialId(credential),
                Role.valueOf(claims.getStringClaim("role")),
                partner == null ? null : new PartnerId(partner),
                customer == null ? null : new CustomerId(customer),
                claims.getStringListClaim("path").stream().map(PartnerId::new).toList(),
                permissions,
                new Caller.Origin(address == null ? "" : address, claims.getStringClaim("domain")));
    }

    private static @Nullable String value(@Nullable Id id) {
        return id == null ? null : id.value();
    }
}
