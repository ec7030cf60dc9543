package io.keyway.contracts.access;

import io.keyway.contracts.id.CredentialId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What a client shows: {@code kw_<kind>_<id>_<secret><checksum>}. The id finds the credential, the
 * secret (32 characters, 190 bits) proves it, the checksum (6) lets a mistyped or cut one be
 * refused without a look-up and lets scanners recognise a leaked one. Only its hash is ever stored.
 */
public record CredentialToken(Kind kind, CredentialId id, String text) {

    public enum Kind {
        /** Access token: short-lived, for every call. */
        AT,
        /** Refresh token: only for {@code POST /tokens/refresh}. */
        RT,
        /** API key: for machines. */
        KEY
    }

    /**
     * In which partner-service hands the gateway the token of a browser's session. The gateway
     * turns it into a cookie that no script can read; it never passes the header on.
     */
    public static final String SESSION_HEADER = "Keyway-Session";

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SECRET_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 6;
    private static final Pattern FORM =
            Pattern.compile(
                    "(kw_(at|rt|key)_([0-9a-z]{26})_[0-9A-Za-z]{"
                            + SECRET_LENGTH
                            + "})([0-9A-Za-z]{"
                            + CHECKSUM_LENGTH
                            + "})");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new secret for the credential. */
    public static CredentialToken generate(Kind kind, CredentialId id) {
        StringBuilder text =
                new StringBuilder(
                        "kw_" + kind.name().toLowerCase(Locale.ROOT) + "_" + id.uniquePart() + "_");
        RANDOM.ints(SECRET_LENGTH, 0, ALPHABET.length())
                .forEach(i -> text.append(ALPHABET.charAt(i)));
        return new CredentialToken(kind, id, text + checksum(text.toString()));
    }

    /** The token in the text, or empty if it cannot be one. */
    public static Optional<CredentialToken> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !checksum(form.group(1)).equals(form.group(4))) {
            return Optional.empty();
        }
        try {
            CredentialId id = CredentialId.with(form.group(3));
            return Optional.of(
                    new CredentialToken(
                            Kind.valueOf(form.group(2).toUpperCase(Locale.ROOT)), id, text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** SHA-256 of the whole token, hex. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the stored hash is this token's; takes the same time whatever differs. */
    public boolean matches(String storedHash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII),
                storedHash.getBytes(StandardCharsets.US_ASCII));
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return kind + " " + id;
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            checksum.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return checksum.toString();
    }
}
