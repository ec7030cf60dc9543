package io.keyway.usage.identities;

/** A partition can no longer be counted exactly, so it must stop until somebody decides. */
public final class HaltedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String RESTORE_OR_DELETE =
            "Restore the collections seals and sealedIdentities from a backup, or delete the"
                    + " partition's documents in both: they are made again from the journals.";

    /**
     * @param message why, and what to do about it
     */
    public HaltedException(String message) {
        super(message);
    }
}
