package io.keyway.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of this module as the launcher does: with a lifeline, and killable. */
public final class OwnProcess implements AutoCloseable {

    private final Process process;

    private OwnProcess(Process process) {
        this.process = process;
    }

    public static OwnProcess start(Path log, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Program.java().toString());
        command.addAll(Program.FLAGS);
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Lifeline.class.getName(),
                        main.getName()));
        command.addAll(List.of(arguments));
        File output = log.toFile();
        return new OwnProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                        .start());
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Closes the lifeline, as the end of the launcher does. */
    public void closeLifeline() throws IOException {
        process.getOutputStream().close();
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
