package io.keyway.local.output;

import java.io.PrintStream;

/** The output that the user sees. Each line of a process starts with the name of the process. */
public final class Console {

    private static final int NAME_WIDTH = 7;

    private final PrintStream out;

    /** Show every line of every process, not only warnings and errors. */
    private final boolean verbose;

    public Console(PrintStream out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    public boolean verbose() {
        return verbose;
    }

    /** Prints a line of the launcher itself. */
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    public synchronized void line(String process, String line) {
        String name = process.replace("-service", "");
        say(name + " ".repeat(Math.max(0, NAME_WIDTH - name.length())) + " | " + line);
    }
}
