package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Collects calls and answers, one cell each, and the cells that are leaks. */
final class MatrixSheet {

    private static final int THREADS = 4;

    private final Queue<String> cells = new ConcurrentLinkedQueue<>();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();

    /** Adds a question that {@link #fill} asks, together with others. */
    void later(Runnable question) {
        questions.add(question);
    }

    void cell(String call, String caller, String of, Answer answer) {
        cells.add(String.join(",", call, caller, of, String.valueOf(answer.status())));
        if (answer.status() >= 500) {
            leak("%s by %s, %s: %d %s", call, caller, of, answer.status(), answer.text());
        }
    }

    void leak(String how, Object... what) {
        leaks.add(how.formatted(what));
    }

    /** Asks all questions, writes the sheet, and fails if there is a leak. */
    void fill(String name) {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<? extends Future<?>> asked = questions.stream().map(threads::submit).toList();
            for (Future<?> one : asked) {
                one.get();
            }
            Files.write(
                    Path.of("target", "access-matrix-" + name + ".csv"),
                    cells.stream().sorted().toList());
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(leaks).as("of %d cells", cells.size()).isEmpty();
    }

    int size() {
        return cells.size();
    }
}
