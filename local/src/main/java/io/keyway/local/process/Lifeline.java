package io.keyway.local.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Runs another main class, and ends the process when the launcher ends. Standard input is a pipe
 * that the launcher holds open and never writes to: it ends when the launcher ends, even if it was
 * killed.
 *
 * <p>This class is on the class path of every service, so it uses nothing but the JDK.
 */
public final class Lifeline {

    /** What an orderly stop may take before the process is halted. */
    private static final long STOP_MILLIS_MAX = 10_000;

    private Lifeline() {}

    /** Runs the main class. Arguments: main class, its arguments. */
    public static void main(String[] args) throws Throwable {
        Thread watch = new Thread(Lifeline::awaitEndOfLauncher, "lifeline");
        watch.setDaemon(true);
        watch.start();

        String[] rest = new String[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void awaitEndOfLauncher() {
        try {
            while (System.in.read() >= 0) {
                // The launcher never writes to the pipe.
            }
        } catch (IOException e) {
            // A broken pipe means the end as well.
        }
        Thread halt = new Thread(Lifeline::haltLater, "lifeline-halt");
        halt.setDaemon(true);
        halt.start();
        System.exit(0);
    }

    private static void haltLater() {
        try {
            Thread.sleep(STOP_MILLIS_MAX);
        } catch (InterruptedException e) {
            // Halts at once.
        }
        Runtime.getRuntime().halt(1);
    }
}
