package io.keyway.local;

import java.io.PrintStream;

/** What the user sees: one line at a time, whoever speaks, with the speaker's name in front. */
final class Console {

    private static final int NAME_WIDTH = 7;

    private final PrintStream out;

    /** Show every line of every process, not only what deserves attention. */
    private final boolean verbose;

    Console(PrintStream out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    boolean verbose() {
        return verbose;
    }

    /** The launcher itself speaks. */
    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    synchronized void line(String process, String line) {
        String name = process.replace("-service", "");
        say(name + " ".repeat(Math.max(0, NAME_WIDTH - name.length())) + " | " + line);
    }
}
