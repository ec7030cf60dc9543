package io.keyway.local.output;

/** The system cannot start. The message is printed to the user, without a stack trace. */
public final class Refusal extends RuntimeException {

    public Refusal(String message) {
        super(message);
    }
}
