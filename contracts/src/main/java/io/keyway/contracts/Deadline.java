package io.keyway.contracts;

/**
 * The header in which the gateway tells a service how many milliseconds a request has left. It is
 * no instant, because the clocks of two machines may differ.
 */
public final class Deadline {

    public static final String HEADER = "Keyway-Deadline";

    private Deadline() {}
}
