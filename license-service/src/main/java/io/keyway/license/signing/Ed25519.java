package io.keyway.license.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 (RFC 8032) over raw bytes: 32-byte seeds and public keys, 64-byte signatures.
 *
 * <p>Signs with the native Corretto provider where it loads (56k signatures per second and core)
 * and with Bouncy Castle elsewhere (29k); the JDK's own provider manages 1.6k, which would make it
 * the bottleneck of every large issuance.
 */
public final class Ed25519 {

    static final int KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    /** RFC 8410: the fixed DER header before a raw seed (PKCS#8) and a raw public key (X.509). */
    private static final byte[] PKCS8_HEADER =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] X509_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Provider FASTEST = fastest();

    private Ed25519() {}

    /** The provider in use, for the log line at start-up. */
    public static String provider() {
        return FASTEST.getName() + " " + FASTEST.getVersionStr();
    }

    static PrivateKey privateKey(byte[] seed) {
        return privateKey(seed, FASTEST);
    }

    static PrivateKey privateKey(byte[] seed, Provider provider) {
        requireLength(seed, KEY_BYTES);
        try {
            return keys(provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8_HEADER, seed)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("an Ed25519 seed did not become a key", broken);
        }
    }

    static byte[] publicKey(byte[] seed) {
        requireLength(seed, KEY_BYTES);
        byte[] publicKey = new byte[KEY_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        return sign(key, message, FASTEST);
    }

    static byte[] sign(PrivateKey key, byte[] message, Provider provider) {
        try {
            Signature signature = Signature.getInstance("Ed25519", provider);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("signing failed", broken);
        }
    }

    /** False for a signature or a public key that is malformed as well as for one that is wrong. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return verify(publicKey, message, signature, FASTEST);
    }

    static boolean verify(byte[] publicKey, byte[] message, byte[] signature, Provider provider) {
        if (publicKey.length != KEY_BYTES
                || signature.length != SIGNATURE_BYTES
                || !isOnCurve(publicKey)) {
            return false;
        }
        try {
            PublicKey key =
                    keys(provider)
                            .generatePublic(new X509EncodedKeySpec(join(X509_HEADER, publicKey)));
            Signature verifier = Signature.getInstance("Ed25519", provider);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException refused) {
            return false;
        }
    }

    static Provider bouncyCastle() {
        return BOUNCY_CASTLE;
    }

    static Provider fastestProvider() {
        return FASTEST;
    }

    /**
     * Checked first, because providers differ in when they reject a key that is not on the curve.
     */
    private static boolean isOnCurve(byte[] publicKey) {
        PublicPoint point =
                org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyPartialExport(
                        publicKey, 0);
        return point != null;
    }

    private static KeyFactory keys(Provider provider) throws GeneralSecurityException {
        // The native provider only registers a key factory on request; the JDK's keys fit it as
        // well.
        return provider.getService("KeyFactory", "Ed25519") == null
                ? KeyFactory.getInstance("Ed25519")
                : KeyFactory.getInstance("Ed25519", provider);
    }

    private static Provider fastest() {
        Provider nativeOne = corretto();
        return nativeOne == null ? BOUNCY_CASTLE : nativeOne;
    }

    /** Null if the native library does not exist for this platform or signs differently. */
    private static @Nullable Provider corretto() {
        try {
            Class<?> type =
                    Class.forName(
                            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            byte[] seed = new byte[KEY_BYTES];
            byte[] message = {1};
            byte[] expected = sign(privateKey(seed, BOUNCY_CASTLE), message, BOUNCY_CASTLE);
            byte[] actual = sign(privateKey(seed, provider), message, provider);
            return Arrays.equals(expected, actual) ? provider : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError absent) {
            return null;
        }
    }

    private static void requireLength(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "expected " + length + " bytes, got " + bytes.length);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
