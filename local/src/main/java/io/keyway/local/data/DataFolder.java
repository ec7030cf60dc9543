package io.keyway.local.data;

import io.keyway.local.output.Refusal;
import io.keyway.local.process.Child;
import io.keyway.local.process.ProcessRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folder that keeps everything between two starts. One launcher at a time can open it. */
public final class DataFolder implements AutoCloseable {

    /** Time for the processes of a killed launcher to end by themselves before they are killed. */
    private static final Duration LEFTOVERS_MAX = Duration.ofSeconds(15);

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    public static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            // The operating system releases the lock when the launcher ends, in whatever way.
            FileChannel channel =
                    FileChannel.open(
                            path.resolve("launcher.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw alreadyRunning(path);
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be used: " + path, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Refusal alreadyRunning(Path path) {
        String where =
                RunFile.read(path.resolve("run.json"))
                        .map(run -> " at %s (pid %d)".formatted(run.url(), run.launcherPid()))
                        .orElse("");
        return new Refusal(
                "Keyway is already running%s with the data in %s.%nStop it, or take another folder: KEYWAY_DATA=… PORT=… bin/run"
                        .formatted(where, path));
    }

    public Path path() {
        return path;
    }

    /** Of a service that is run by hand. */
    public Path environment(String service) {
        return path.resolve(service + ".env");
    }

    public Path runFile() {
        return path.resolve("run.json");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path standIn() {
        return path.resolve("store").resolve("stand-in.mv.db");
    }

    public Path mongod() {
        return path.resolve("mongod");
    }

    public Path secrets() {
        return path.resolve("secrets.properties");
    }

    public Path sampleDone() {
        return path.resolve("sample.done");
    }

    /**
     * Ends processes that a killed launcher has left: two brokers on one folder would corrupt it.
     */
    public void endLeftovers(RunFile previous) throws InterruptedException {
        long deadline = System.nanoTime() + LEFTOVERS_MAX.toNanos();
        for (Map.Entry<String, Child.View> entry : previous.processes().entrySet()) {
            ProcessHandle leftover = ours(entry.getValue());
            if (leftover == null) {
                continue;
            }
            leftover.destroy();
            while (leftover.isAlive()) {
                if (System.nanoTime() > deadline) {
                    leftover.destroyForcibly();
                }
                Thread.sleep(50);
            }
        }
    }

    /**
     * The process, if it still runs. The system uses pids again; with the same start time it is the
     * same process.
     */
    private static @Nullable ProcessHandle ours(Child.View view) {
        Instant begin = view.pidStartedAt();
        return ProcessHandle.of(view.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> ProcessRun.startOf(process).equals(begin))
                .orElse(null);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The operating system releases the lock with the process.
        }
    }
}
