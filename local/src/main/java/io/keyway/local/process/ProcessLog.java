package io.keyway.local.process;

import io.keyway.local.output.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the output of a process to its file, and its warnings and errors to the console too. */
final class ProcessLog {

    static final long FILE_BYTES_MAX = 10 * 1024 * 1024;

    /** The current file and older ones. */
    static final int FILES_MAX = 3;

    /** Lines that are shown when the process cannot start. */
    static final int LAST_LINES = 20;

    private static final Pattern LEVEL =
            Pattern.compile("^.{0,100}?\\b(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\b");

    /** Stack frames are written to the file only; the lines around them name the error. */
    private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ ).*");

    private final String process;
    private final Path file;
    private final Console console;
    private final Deque<String> last = new ArrayDeque<>();
    private long bytes;

    ProcessLog(String process, Path folder, Console console) {
        this.process = process;
        this.file = folder.resolve(process + ".log");
        this.console = console;
        try {
            Files.createDirectories(folder);
            bytes = Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("No log can be kept in " + folder, e);
        }
    }

    Path file() {
        return file;
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    /** Reads the output until the process closes it. */
    void follow(InputStream output, Consumer<String> listener) {
        // Lines before the first log level are complaints of the JVM, which matter.
        boolean attention = true;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher level = LEVEL.matcher(line);
                if (level.find()) {
                    // A line without a level, such as the cause of an error, belongs to the line
                    // before.
                    attention = deservesAttention(level.group(1));
                }
                boolean frame = FRAME.matcher(line).matches();
                write(line, frame);
                if ((attention && !frame) || console.verbose()) {
                    console.line(process, line);
                }
                listener.accept(line);
            }
        } catch (IOException e) {
            // The pipe of a killed process may break instead of ending.
        }
    }

    private static boolean deservesAttention(String level) {
        return switch (level) {
            case "WARN", "ERROR", "FATAL" -> true;
            default -> false;
        };
    }

    private synchronized void write(String line, boolean frame) {
        if (!frame) {
            last.addLast(line);
        }
        if (last.size() > LAST_LINES) {
            last.removeFirst();
        }
        byte[] text = (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        try {
            if (bytes + text.length > FILE_BYTES_MAX) {
                rotate();
            }
            Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            bytes += text.length;
        } catch (IOException e) {
            // A full disk must not stop the reading: the process would block on its output.
        }
    }

    private void rotate() throws IOException {
        for (int i = FILES_MAX - 1; i >= 1; i--) {
            Path older = numbered(i);
            Path newer = i == 1 ? file : numbered(i - 1);
            if (Files.exists(newer)) {
                Files.move(newer, older, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        bytes = 0;
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }
}
