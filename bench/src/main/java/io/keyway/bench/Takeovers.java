package io.keyway.bench;

import io.keyway.local.Local;
import io.keyway.local.client.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kills usage-service, and waits until its next process owns all partitions of usage. */
final class Takeovers {

    static final String SERVICE = "usage-service";
    static final Duration PAUSE = Duration.ofMillis(50);

    private static final Pattern OWNED =
            Pattern.compile("partition (\\d+) is ours from offset \\d+, (\\d+) identities known");

    /**
     * The pause before a restart is the shortest one only if the process ran longer than 30 s. With
     * other pauses two takeovers could not be compared.
     */
    private static final Duration RAN_AT_LEAST = Duration.ofSeconds(32);

    private final Local local;
    private final int partitions;
    private final Path log;

    Takeovers(Local local, int partitions) {
        this.local = local;
        this.partitions = partitions;
        this.log = local.data().resolve("logs").resolve(SERVICE + ".log");
    }

    /**
     * A takeover.
     *
     * @param seconds from the kill until the last partition was owned
     * @param known identities that the new owner knows
     */
    record Takeover(double seconds, long known) {}

    Takeover measure() throws InterruptedException {
        awaitAge();
        int restarts = local.restarts(SERVICE);
        long logged = logged();
        long begin = System.nanoTime();
        local.kill(SERVICE);
        Map<Integer, Long> owned =
                Polling.until(
                        found -> found.size() == partitions,
                        PAUSE,
                        Limits.STARTS_WITHIN,
                        () -> "the owned partitions",
                        () -> ownedSince(logged));
        double seconds = (System.nanoTime() - begin) / 1e9;
        local.awaitRestart(SERVICE, restarts + 1, Limits.STARTS_WITHIN);
        return new Takeover(seconds, owned.values().stream().mapToLong(Long::longValue).sum());
    }

    private void awaitAge() throws InterruptedException {
        Instant started =
                ProcessHandle.of(local.pid(SERVICE))
                        .flatMap(process -> process.info().startInstant())
                        .orElseThrow(() -> new IllegalStateException(SERVICE + " does not run"));
        Duration missing = RAN_AT_LEAST.minus(Duration.between(started, Instant.now()));
        if (missing.isPositive()) {
            Thread.sleep(missing);
        }
    }

    private long logged() {
        try {
            return Files.size(log);
        } catch (IOException e) {
            throw new UncheckedIOException("no log of " + SERVICE, e);
        }
    }

    /** What the log says after this position: the identities known of each partition. */
    private Map<Integer, Long> ownedSince(long position) {
        Map<Integer, Long> owned = new HashMap<>();
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            // A log that became too large begins anew, so what is there was written later.
            long from = file.size() < position ? 0 : position;
            ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(file.size() - from));
            file.position(from);
            while (text.hasRemaining() && file.read(text) >= 0) {}
            Matcher lines = OWNED.matcher(StandardCharsets.UTF_8.decode(text.flip()));
            while (lines.find()) {
                owned.put(Integer.valueOf(lines.group(1)), Long.valueOf(lines.group(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no log of " + SERVICE, e);
        }
        return owned;
    }
}
