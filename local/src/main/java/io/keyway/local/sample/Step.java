package io.keyway.local.sample;

/**
 * One thing that a member of the sample network does.
 *
 * @param title printed when it is done, such as "Acme, a vendor, joins"
 */
record Step(String title, Action action) {

    interface Action {

        /** Returns what to print after the title; may be empty. */
        String play(Play play) throws InterruptedException;
    }
}
