package io.keyway.license.issuance;

import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The ids and random keys of an issuance, derived by HMAC from the installation's secret, the
 * issuance's id and the index. A chunk that is delivered twice makes the same licenses, and without
 * the secret a key cannot be derived from a license id.
 */
public final class LicenseSeries {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_CHARS = 10;
    private static final int INDEX_CHARS = 7;
    private static final int TAIL_CHARS = 9;
    private static final int KEY_GROUPS = 5;
    private static final int GROUP_CHARS = 5;

    private final IssuanceId issuance;
    private final Mac ids;
    private final Mac keys;

    private LicenseSeries(IssuanceId issuance, Mac ids, Mac keys) {
        this.issuance = issuance;
        this.ids = ids;
        this.keys = keys;
    }

    /**
     * @param secret the installation's signing secret
     */
    public static LicenseSeries of(IssuanceId issuance, byte[] secret) {
        return new LicenseSeries(issuance, mac(secret, "license ids"), mac(secret, "license keys"));
    }

    /** Sorts by the time of the issuance, then by index. */
    public LicenseId id(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("negative index " + index);
        }
        String time = issuance.uniquePart().substring(0, TIME_CHARS);
        return LicenseId.with(time + number(index) + text(ids, index, TAIL_CHARS));
    }

    /**
     * 125 bits in Crockford's base 32, e.g. {@code 7K2QF-0M3XW-…}: five groups of five characters
     * that are easy to read out and type.
     */
    public String randomKey(int index) {
        String characters = text(keys, index, KEY_GROUPS * GROUP_CHARS).toUpperCase(Locale.ROOT);
        StringBuilder key = new StringBuilder(characters);
        for (int group = KEY_GROUPS - 1; group > 0; group--) {
            key.insert(group * GROUP_CHARS, '-');
        }
        return key.toString();
    }

    private String text(Mac mac, int index, int length) {
        byte[] hash =
                mac.doFinal((issuance.value() + ":" + index).getBytes(StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(hash[i] & 31));
        }
        return text.toString();
    }

    private static String number(int index) {
        char[] digits = new char[INDEX_CHARS];
        for (int i = INDEX_CHARS - 1, rest = index; i >= 0; i--, rest >>>= 5) {
            digits[i] = ALPHABET.charAt(rest & 31);
        }
        return new String(digits);
    }

    private static Mac mac(byte[] secret, String purpose) {
        try {
            SecretKey key =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveKey(
                                    "HmacSHA256",
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(secret)
                                            .thenExpand(
                                                    ("keyway " + purpose)
                                                            .getBytes(StandardCharsets.UTF_8),
                                                    32));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(
                    "every JDK 25 has HKDF and HMAC with SHA-256", impossible);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the HKDF parameters are fixed", impossible);
        }
    }
}
