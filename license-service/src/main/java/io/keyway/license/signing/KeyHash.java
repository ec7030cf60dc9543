package io.keyway.license.signing;

import io.keyway.contracts.Sha256;

/**
 * SHA-256 of a license key, hex: identifies a license in lookups, cache and events without its key.
 */
public final class KeyHash {

    private KeyHash() {}

    public static String of(String key) {
        return Sha256.hex(key);
    }
}
