package io.keyway.local;

/** The system cannot start. The message is printed to the user, without a stack trace. */
final class Refusal extends RuntimeException {

    Refusal(String message) {
        super(message);
    }
}
