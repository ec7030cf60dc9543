package io.keyway.verifier;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies what Keyway signs, without asking Keyway: signed license keys, license files and machine
 * files. One file to copy into a product; it needs nothing but a JDK, 17 or newer. The format is
 * explained in docs/verifying.md.
 *
 * <pre>
 * KeywayVerifier verifier = KeywayVerifier.ofJwkSet(keys); // of /.well-known/keyway-keys
 * if (verifier.licenseFile(file, licenseKey) instanceof KeywayVerifier.Valid valid) {
 *     String status = valid.text("data", "attributes", "status");
 * }
 * </pre>
 *
 * <p>A file is valid or not; what it says of the license is for the product to judge: a valid file
 * may be that of a license that has expired since ({@code data.attributes.expiry}).
 *
 * <p>Exactly what Keyway wrote is accepted. The same content in other words (other line lengths,
 * base64 without padding, other white space) is refused, so that there is one text for each key and
 * file. Nothing of an unsigned file is decrypted or read. Safe for use by several threads.
 */
public final class KeywayVerifier {

    /** Far more than any key or file that Keyway writes; longer ones are not looked into. */
    public static final int KEY_CHARS_MAX = 16 * 1024;

    public static final int FILE_CHARS_MAX = 1024 * 1024;

    /** How far the clock of a device may be behind that of Keyway. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final String SIGNED = "base64+ed25519";
    private static final String ENCRYPTED = "aes-256-gcm+ed25519";
    private static final int LINE_CHARS = 60;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** RFC 8410: what stands before the raw 32 bytes in an X.509 public key. */
    private static final String X509_HEADER = "302a300506032b6570032100";

    /** By kid. */
    private final Map<String, PublicKey> keys;

    private final Clock clock;

    private KeywayVerifier(Map<String, PublicKey> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * @param jwkSet the text of {@code /.well-known/keyway-keys}: all keys that Keyway has ever
     *     signed with; keys of other kinds are passed over
     * @throws IllegalArgumentException if it is not a JWK set with an Ed25519 key
     */
    public static KeywayVerifier ofJwkSet(String jwkSet) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        if (jwkSet.length() <= FILE_CHARS_MAX
                && Json.parse(jwkSet) instanceof Map<?, ?> set
                && set.get("keys") instanceof List<?> jwks) {
            for (Object jwk : jwks) {
                if (jwk instanceof Map<?, ?> of
                        && "OKP".equals(of.get("kty"))
                        && "Ed25519".equals(of.get("crv"))
                        && of.get("x") instanceof String x) {
                    byte[] raw = Base64.getUrlDecoder().decode(x);
                    keys.put(of.get("kid") instanceof String kid ? kid : kid(raw), key(raw));
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("not a JWK set with an Ed25519 key");
        }
        return new KeywayVerifier(keys, Clock.systemUTC());
    }

    /**
     * @param publicKey the raw 32 bytes
     * @throws IllegalArgumentException if it is not a public key
     */
    public static KeywayVerifier ofPublicKey(byte[] publicKey) {
        return new KeywayVerifier(Map.of(kid(publicKey), key(publicKey)), Clock.systemUTC());
    }

    /** By this clock instead of that of the system. */
    public KeywayVerifier withClock(Clock other) {
        return new KeywayVerifier(keys, other);
    }

    /** Believes this key only: the {@code kid} that Keyway told together with a file. */
    public KeywayVerifier only(String kid) {
        PublicKey key = keys.get(kid);
        return new KeywayVerifier(key == null ? Map.of() : Map.of(kid, key), clock);
    }

    public sealed interface Result permits Valid, Refused {}

    /**
     * @param content the JSON text that was signed
     * @param members the same, parsed: maps, lists, strings, numbers ({@code BigDecimal}), booleans
     *     and nulls
     * @param kid of the key that signed it
     */
    public record Valid(String content, Map<String, Object> members, String kid) implements Result {

        /** The string at this place, or null if there is none. */
        public String text(String... path) {
            return Json.at(members, (Object[]) path) instanceof String text ? text : null;
        }
    }

    /**
     * @param why for a log, in English
     */
    public record Refused(Reason reason, String why) implements Result {}

    public enum Reason {
        /** Not a key or file of this kind, or cut off. */
        MALFORMED,
        /** What it says may be right, but Keyway would have written it differently. */
        NOT_CANONICAL,
        /** Signed or encrypted in a way that Keyway does not use. */
        UNSUPPORTED_ALGORITHM,
        /** {@link #only} named a key that the set does not have. */
        UNKNOWN_KEY,
        /** It was changed, or somebody else signed it: a signature does not tell which. */
        BAD_SIGNATURE,
        /** Genuine, but of another license or another machine. */
        WRONG_KEY_OR_FINGERPRINT,
        /** Issued in the future: the clock of this device was set back. */
        NOT_YET_ISSUED,
        /** The file has expired; a new one can be checked out. */
        FILE_EXPIRED
    }

    /** {@code key/{base64url(payload)}.{base64url(signature)}}. */
    public Result signedKey(String key) {
        try {
            check(key.length() <= KEY_CHARS_MAX, Reason.MALFORMED, "too long for a key");
            int dot = key.indexOf('.');
            check(key.startsWith("key/") && dot > 0, Reason.MALFORMED, "not a signed key");
            String signed = key.substring(0, dot);
            byte[] payload = decode(signed.substring(4), Base64.getUrlDecoder());
            byte[] signature = decode(key.substring(dot + 1), Base64.getUrlDecoder());
            Base64.Encoder encoder = Base64.getUrlEncoder();
            String again =
                    "key/"
                            + encoder.encodeToString(payload)
                            + "."
                            + encoder.encodeToString(signature);
            check(again.equals(key), Reason.NOT_CANONICAL, "the key was encoded anew");
            String kid = signer(signed, signature);
            return valid(payload, kid);
        } catch (NotValid refused) {
            return new Refused(refused.reason, refused.getMessage());
        }
    }

    /**
     * @param licenseKey needed for an encrypted file; where given, the file must be of this license
     */
    public Result licenseFile(String file, String licenseKey) {
        try {
            Valid valid = open(file, "LICENSE FILE", "license/", licenseKey);
            Object key = Json.at(valid.members(), "data", "attributes", "key");
            check(
                    licenseKey == null || licenseKey.equals(key),
                    Reason.WRONG_KEY_OR_FINGERPRINT,
                    "the file is of another license");
            return valid;
        } catch (NotValid refused) {
            return new Refused(refused.reason, refused.getMessage());
        }
    }

    /**
     * @param licenseKey needed for an encrypted file
     * @param fingerprint of this machine, as it was activated: the file must be of this machine
     */
    public Result machineFile(String file, String licenseKey, String fingerprint) {
        try {
            String secret = licenseKey == null ? null : licenseKey + fingerprint;
            Valid valid = open(file, "MACHINE FILE", "machine/", secret);
            Object machine = Json.at(valid.members(), "data", "attributes", "fingerprint");
            check(
                    fingerprint.equals(machine),
                    Reason.WRONG_KEY_OR_FINGERPRINT,
                    "the file is of another machine");
            return valid;
        } catch (NotValid refused) {
            return new Refused(refused.reason, refused.getMessage());
        }
    }

    /** The signature first: what nobody has signed is neither decrypted nor read. */
    private Valid open(String file, String name, String prefix, String secret) throws NotValid {
        Envelope envelope = Envelope.of(file, name);
        byte[] signature = decode(envelope.sig, Base64.getDecoder());
        check(
                Base64.getEncoder().encodeToString(signature).equals(envelope.sig),
                Reason.NOT_CANONICAL,
                "the signature was encoded anew");
        check(
                envelope.alg.equals(SIGNED) || envelope.alg.equals(ENCRYPTED),
                Reason.UNSUPPORTED_ALGORITHM,
                "signed or encrypted in another way");
        String kid = signer(prefix + envelope.enc, signature);
        byte[] content =
                envelope.alg.equals(SIGNED)
                        ? decode(envelope.enc, Base64.getDecoder())
                        : decrypt(envelope.enc, secret);
        Valid valid = valid(content, kid);
        checkTimes(valid.members());
        return valid;
    }

    /** The kid of the key that signed this. */
    private String signer(String signed, byte[] signature) throws NotValid {
        check(!keys.isEmpty(), Reason.UNKNOWN_KEY, "the key that was named is not in the set");
        byte[] message = signed.getBytes(StandardCharsets.UTF_8);
        for (Map.Entry<String, PublicKey> key : keys.entrySet()) {
            if (verify(key.getValue(), message, signature)) {
                return key.getKey();
            }
        }
        throw new NotValid(Reason.BAD_SIGNATURE, "changed, or signed by somebody else");
    }

    static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static byte[] decrypt(String enc, String secret) throws NotValid {
        check(
                secret != null,
                Reason.WRONG_KEY_OR_FINGERPRINT,
                "the file is encrypted: it takes the license key to read it");
        String[] parts = enc.split("\\.", 4);
        check(parts.length == 3, Reason.MALFORMED, "not ciphertext, nonce and tag");
        byte[] ciphertext = decode(parts[0], Base64.getDecoder());
        byte[] nonce = decode(parts[1], Base64.getDecoder());
        byte[] tag = decode(parts[2], Base64.getDecoder());
        check(
                nonce.length == NONCE_BYTES && tag.length == TAG_BYTES,
                Reason.MALFORMED,
                "not ciphertext, nonce and tag");
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(sha256(secret), "AES"),
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.update(ciphertext);
            return cipher.doFinal(tag);
        } catch (AEADBadTagException wrongSecret) {
            throw new NotValid(
                    Reason.WRONG_KEY_OR_FINGERPRINT,
                    "this license key or fingerprint does not decrypt the file");
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this JDK has no AES-GCM", broken);
        }
    }

    @SuppressWarnings("unchecked") // A JSON object has strings for names.
    private static Valid valid(byte[] content, String kid) throws NotValid {
        try {
            String json =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            if (Json.parse(json) instanceof Map<?, ?> members) {
                return new Valid(json, (Map<String, Object>) members, kid);
            }
        } catch (CharacterCodingException | IllegalArgumentException notJson) {
            // Said below.
        }
        throw new NotValid(Reason.MALFORMED, "what was signed is not a JSON object");
    }

    /** A file without end has both as null; one that does not say so does not pass for one. */
    private void checkTimes(Map<String, Object> members) throws NotValid {
        if (!(members.get("meta") instanceof Map<?, ?> meta)
                || !(meta.get("issued") instanceof String issued)
                || !meta.containsKey("expiry")
                || !(meta.get("expiry") == null
                        ? meta.get("ttl") == null
                        : meta.get("expiry") instanceof String)) {
            throw new NotValid(Reason.MALFORMED, "the file does not say how long it is valid");
        }
        try {
            Instant now = clock.instant();
            check(
                    !Instant.parse(issued).isAfter(now.plus(CLOCK_TOLERANCE)),
                    Reason.NOT_YET_ISSUED,
                    "issued at " + issued + ", which has not come yet by this clock");
            check(
                    !(meta.get("expiry") instanceof String expiry)
                            || now.isBefore(Instant.parse(expiry)),
                    Reason.FILE_EXPIRED,
                    "the file expired at " + meta.get("expiry"));
        } catch (DateTimeException notTime) {
            throw new NotValid(Reason.MALFORMED, "the file does not say how long it is valid");
        }
    }

    static PublicKey key(byte[] raw) {
        if (raw.length != 32) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
        try {
            byte[] encoded = HexFormat.of().parseHex(X509_HEADER + HexFormat.of().formatHex(raw));
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException noKey) {
            throw new IllegalArgumentException("not an Ed25519 public key", noKey);
        }
    }

    /** RFC 7638: the name that Keyway gives a key. */
    private static String kid(byte[] raw) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String x = encoder.encodeToString(raw);
        return encoder.encodeToString(
                sha256("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}"));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] decode(String text, Base64.Decoder decoder) throws NotValid {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new NotValid(Reason.MALFORMED, "not base64");
        }
    }

    private static void check(boolean right, Reason otherwise, String why) throws NotValid {
        if (!right) {
            throw new NotValid(otherwise, why);
        }
    }

    private static final class NotValid extends Exception {

        final Reason reason;

        NotValid(Reason reason, String why) {
            super(why, null, false, false);
            this.reason = reason;
        }
    }

    /** What a file holds: {@code {"enc":"…","sig":"…","alg":"…"}}, and nothing else. */
    private record Envelope(String enc, String sig, String alg) {

        private static final Base64.Encoder LINES =
                Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'});

        static Envelope of(String file, String name) throws NotValid {
            check(file.length() <= FILE_CHARS_MAX, Reason.MALFORMED, "too long for a file");
            String begin = "-----BEGIN " + name + "-----\n";
            String end = "\n-----END " + name + "-----";
            // Line ends are changed when text is moved between systems, and added by editors.
            String text = file.replace("\r\n", "\n");
            int length = text.length();
            while (length > 0 && text.charAt(length - 1) == '\n') {
                length--;
            }
            check(
                    text.startsWith(begin)
                            && text.startsWith(end, length - end.length())
                            && length >= begin.length() + end.length(),
                    Reason.MALFORMED,
                    "not a " + name);
            String body = text.substring(begin.length(), length - end.length());
            byte[] bytes = decode(body.replace("\n", ""), Base64.getDecoder());
            check(
                    LINES.encodeToString(bytes).equals(body),
                    Reason.NOT_CANONICAL,
                    "the file was encoded anew");
            return of(new String(bytes, StandardCharsets.UTF_8));
        }

        private static Envelope of(String json) throws NotValid {
            Object parsed;
            try {
                parsed = Json.parse(json);
            } catch (IllegalArgumentException notJson) {
                throw new NotValid(Reason.MALFORMED, "no envelope in the file");
            }
            if (parsed instanceof Map<?, ?> members
                    && members.get("enc") instanceof String enc
                    && members.get("sig") instanceof String sig
                    && members.get("alg") instanceof String alg) {
                String again =
                        "{\"enc\":\"" + enc + "\",\"sig\":\"" + sig + "\",\"alg\":\"" + alg + "\"}";
                check(again.equals(json), Reason.NOT_CANONICAL, "the envelope was written anew");
                return new Envelope(enc, sig, alg);
            }
            throw new NotValid(Reason.MALFORMED, "no envelope in the file");
        }
    }

    /** JSON (RFC 8259), strictly: no member twice, nothing after the end, no deep nesting. */
    static final class Json {

        private static final int DEPTH_MAX = 32;
        private static final int NUMBER_CHARS_MAX = 40;

        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        /**
         * @throws IllegalArgumentException if it is not JSON
         */
        static Object parse(String text) {
            Json json = new Json(text);
            Object value = json.value(0);
            json.space();
            if (json.at != text.length()) {
                throw json.error();
            }
            return value;
        }

        /** By names in objects. Null if there is nothing. */
        static Object at(Object value, Object... path) {
            Object found = value;
            for (Object name : path) {
                found = found instanceof Map<?, ?> members ? members.get(name) : null;
            }
            return found;
        }

        private Object value(int depth) {
            space();
            if (depth > DEPTH_MAX || at == text.length()) {
                throw error();
            }
            return switch (text.charAt(at)) {
                case '{' -> object(depth);
                case '[' -> list(depth);
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", null);
                default -> number();
            };
        }

        private Map<String, Object> object(int depth) {
            Map<String, Object> members = new LinkedHashMap<>();
            at++;
            if (!next('}')) {
                do {
                    space();
                    String name = string();
                    need(':');
                    if (members.containsKey(name)) {
                        throw error();
                    }
                    members.put(name, value(depth + 1));
                } while (next(','));
                need('}');
            }
            return Collections.unmodifiableMap(members);
        }

        private List<Object> list(int depth) {
            List<Object> elements = new ArrayList<>();
            at++;
            if (!next(']')) {
                do {
                    elements.add(value(depth + 1));
                } while (next(','));
                need(']');
            }
            return Collections.unmodifiableList(elements);
        }

        private String string() {
            if (at == text.length() || text.charAt(at) != '"') {
                throw error();
            }
            StringBuilder string = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return string.toString();
                }
                if (c < ' ') {
                    throw error();
                }
                string.append(c == '\\' ? escaped() : c);
            }
            throw error();
        }

        private char escaped() {
            at++;
            int which = at < text.length() ? "\"\\/bfnrtu".indexOf(text.charAt(at)) : -1;
            if (which < 0) {
                throw error();
            }
            if (which < 8) {
                return "\"\\/\b\f\n\r\t".charAt(which);
            }
            if (at + 4 >= text.length()) {
                throw error();
            }
            at += 4;
            return (char) HexFormat.fromHexDigits(text, at - 3, at + 1);
        }

        private Object number() {
            int start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String number = text.substring(start, at);
            if (number.length() > NUMBER_CHARS_MAX
                    || !number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                throw error();
            }
            return new BigDecimal(number);
        }

        private Object word(String word, Object meaning) {
            if (!text.startsWith(word, at)) {
                throw error();
            }
            at += word.length();
            return meaning;
        }

        private boolean next(char c) {
            space();
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private void need(char c) {
            if (!next(c)) {
                throw error();
            }
        }

        private void space() {
            while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private IllegalArgumentException error() {
            return new IllegalArgumentException("not JSON at " + at);
        }
    }
}
