package io.keyway.license.signing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * SHA-256 of a license key, hex: identifies a license in lookups, cache and events without its key.
 */
public final class KeyHash {

    private KeyHash() {}

    public static String of(String key) {
        return HexFormat.of().formatHex(SigningKey.sha256(key.getBytes(StandardCharsets.UTF_8)));
    }
}
