package io.keyway.contracts.access;

import io.keyway.contracts.Sha256;
import io.keyway.contracts.id.CredentialId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A token or API key as clients send it: {@code kw_<kind>_<id>_<secret><checksum>}. The id finds
 * the credential; the secret (32 characters, 190 bits) proves it; the checksum (6 characters) lets
 * a mistyped token be refused without a lookup, and lets scanners recognise a leaked one. Only its
 * hash is stored.
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
     * The header in which partner-service answers the token of a browser's session. The gateway
     * turns it into a cookie that no script can read, and never passes the header on.
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

    /** A token with a new random secret for the credential. */
    public static CredentialToken generate(Kind kind, CredentialId id) {
        StringBuilder text =
                new StringBuilder(
                        "kw_" + kind.name().toLowerCase(Locale.ROOT) + "_" + id.uniquePart() + "_");
        RANDOM.ints(SECRET_LENGTH, 0, ALPHABET.length())
                .forEach(i -> text.append(ALPHABET.charAt(i)));
        return new CredentialToken(kind, id, text + checksum(text.toString()));
    }

    /** Parses a token; empty if the text cannot be one. */
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
        return Sha256.hex(text);
    }

    /** Whether the stored hash is that of this token. Compares in constant time. */
    public boolean matches(String storedHash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII),
                storedHash.getBytes(StandardCharsets.US_ASCII));
    }

    /** Without the secret. */
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
