package io.keyway.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs keys and files of the format, with the JDK alone. */
final class Publisher {

    static final Base64.Encoder URL = Base64.getUrlEncoder();
    static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final KeyPair pair;

    Publisher() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    String jwk(String kid) {
        String x = URL.withoutPadding().encodeToString(publicKey());
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\",\"kid\":\"%s\"}"
                .formatted(x, kid);
    }

    String key(String payload) {
        String signed = "key/" + URL.encodeToString(utf8(payload));
        return signed + "." + URL.encodeToString(sign(signed));
    }

    String plain(String kind, String content) {
        return file(kind, BASE64.encodeToString(utf8(content)), "base64+ed25519");
    }

    String encrypted(String kind, String content, String secret) {
        try {
            byte[] nonce = new byte[12];
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(
                            MessageDigest.getInstance("SHA-256").digest(utf8(secret)), "AES"),
                    new GCMParameterSpec(128, nonce));
            byte[] sealed = cipher.doFinal(utf8(content));
            int tag = sealed.length - 16;
            String enc =
                    BASE64.encodeToString(Arrays.copyOf(sealed, tag))
                            + "."
                            + BASE64.encodeToString(nonce)
                            + "."
                            + BASE64.encodeToString(Arrays.copyOfRange(sealed, tag, sealed.length));
            return file(kind, enc, "aes-256-gcm+ed25519");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String file(String kind, String enc, String alg) {
        String sig = BASE64.encodeToString(sign(kind + "/" + enc));
        return armored(
                kind, "{\"enc\":\"%s\",\"sig\":\"%s\",\"alg\":\"%s\"}".formatted(enc, sig, alg));
    }

    /** What the file holds. */
    static String envelope(String file) {
        String body = file.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    }

    static String armored(String kind, String envelope) {
        String name = kind.toUpperCase(java.util.Locale.ROOT) + " FILE";
        String lines = Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(utf8(envelope));
        return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
    }

    byte[] sign(String message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(utf8(message));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String resource(String name) {
        try (InputStream in = Publisher.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
