package io.keyway.contracts.access;

/**
 * A license's key as the credential of the product that runs with it: it may report usage of this
 * license and ask for its balance, and do nothing else. The key itself decides, so the service that
 * is called verifies it.
 */
public final class LicenseKey {

    /** The scheme in {@code Authorization}, before the key. */
    public static final String SCHEME = "License";

    /** The header in which the gateway passes the key on; what clients send in it is dropped. */
    public static final String HEADER = "Keyway-License-Key";

    private LicenseKey() {}
}
