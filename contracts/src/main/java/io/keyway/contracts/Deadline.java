package io.keyway.contracts;

/**
 * The time that a request has left, in milliseconds, as the gateway tells a service. Not an
 * instant: two clocks need not agree.
 */
public final class Deadline {

    public static final String HEADER = "Keyway-Deadline";

    private Deadline() {}
}
