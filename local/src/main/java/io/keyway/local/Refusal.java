package io.keyway.local;

/** The start is refused or has failed; the message is all that the user is shown. */
final class Refusal extends RuntimeException {

    Refusal(String message) {
        super(message);
    }
}
