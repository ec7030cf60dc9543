package io.keyway.usage.remetering;

import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.corrections.RemeterEvents;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.remetering.Remetering.Quantities;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Previews and applies re-meterings, one at a time, batch by batch. If the process dies, the lease
 * ends and another one goes on. If it was only slow, or the preview was cancelled, the write of its
 * progress is refused, and it stops.
 */
final class WorkOnRemeterings {

    private static final Logger LOG = LoggerFactory.getLogger(WorkOnRemeterings.class);

    /** How far the clocks of this service and the broker may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final Remeterings remeterings;
    private final RemeterRange range;
    private final RemeterEvents events;
    private final Positions positions;
    private final BranchUsage usage;
    private final Supplier<RangeLog> logs;
    private final Supplier<String> topicId;
    private final UsageProperties settings;
    private final Clock clock;

    /**
     * @param logs opens the log
     * @param topicId the id of the topic that is counted
     */
    WorkOnRemeterings(
            Remeterings remeterings,
            RemeterRange range,
            RemeterEvents events,
            Positions positions,
            BranchUsage usage,
            Supplier<RangeLog> logs,
            Supplier<String> topicId,
            UsageProperties settings,
            Clock clock) {
        this.remeterings = remeterings;
        this.range = range;
        this.events = events;
        this.positions = positions;
        this.usage = usage;
        this.logs = logs;
        this.topicId = topicId;
        this.settings = settings;
        this.clock = clock;
    }

    /** One whose work fails is tried again when its lease ends. */
    void untilNothingIsLeft() {
        while (!Thread.currentThread().isInterrupted()) {
            Optional<Stored<Remetering>> taken = remeterings.take(clock.instant(), lease());
            if (taken.isEmpty()) {
                return;
            }
            try (RangeLog log = logs.get()) {
                work(log, taken.get());
            }
        }
    }

    private Instant lease() {
        return clock.instant().plus(settings.remetering().lease());
    }

    private void work(RangeLog log, Stored<Remetering> taken) {
        Reading reading = taken.state().reading();
        Optional<Stored<Remetering>> begun =
                reading == null
                        ? remeterings.replace(
                                taken,
                                taken.state()
                                        .previewed(
                                                start(log, taken.state()),
                                                taken.state().tally(),
                                                lease()))
                        : Optional.of(taken);
        if (begun.isEmpty()) {
            return;
        }
        switch (begun.get().state().status()) {
            case PREVIEWING -> preview(log, begun.get());
            case APPLYING -> apply(log, begun.get());
            case READY, DONE, CANCELLED, FAILED -> {}
        }
    }

    /** All that is counted by now, from before the first event of the range was received. */
    private Reading start(RangeLog log, Remetering remetering) {
        String topic = topicId.get();
        Map<Partition, Long> ends =
                positions.all().entrySet().stream()
                        .filter(end -> end.getKey().topicId().equals(topic))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Instant since = remetering.from().minus(settings.journal().ahead()).minus(CLOCKS);
        return Reading.of(log.spans(ends, since));
    }

    private void preview(RangeLog log, Stored<Remetering> begun) {
        Stored<Remetering> now = begun;
        Reading reading = reading(now).fromStartOfSpan();
        Tally whole = now.state().tally();
        Tally found = whole;
        Set<Fingerprint.Identity> seen = new HashSet<>();
        while (!reading.finished()) {
            Reading.Span span = reading.span();
            RangeLog.Batch batch = log.next(reading);
            found = range.preview(now.state(), span, batch, found, seen);
            if (found.changed() > settings.remetering().changedMax()) {
                end(now, now.state().failed(tooMany(), clock.instant()));
                return;
            }
            Reading next = reading.readTo(batch.next());
            if (next.done() > reading.done()) {
                whole = found;
                seen.clear();
            }
            reading = next;
            Optional<Stored<Remetering>> stored =
                    remeterings.replace(now, now.state().previewed(reading, whole, lease()));
            if (stored.isEmpty()) {
                stopped(now);
                return;
            }
            now = stored.get();
        }
        end(now, ready(now.state()));
    }

    private String tooMany() {
        return "More than %d events would count otherwise: choose a shorter time."
                .formatted(settings.remetering().changedMax());
    }

    private Remetering ready(Remetering remetering) {
        Meter meter = remetering.meter();
        List<Quantities> months = new ArrayList<>();
        Partial before = null;
        Partial after = null;
        for (Map.Entry<YearMonth, Tally.Month> one :
                new TreeMap<>(remetering.tally().months()).entrySet()) {
            Tally.Month changes = one.getValue();
            Partial now = usage.sum(meter.vendorId(), meter.id(), one.getKey());
            Partial then =
                    merged(
                            merged(now, changes.before().partial(meter.aggregation()).toTakeBack()),
                            changes.after().partial(meter.aggregation()));
            months.add(
                    new Quantities(one.getKey(), changes.changed(), quantity(now), quantity(then)));
            before = merged(before, now);
            after = merged(after, then);
        }
        return remetering.ready(
                months,
                new Quantities(
                        null, remetering.tally().changed(), quantity(before), quantity(after)));
    }

    private static @Nullable Partial merged(@Nullable Partial one, @Nullable Partial other) {
        return one == null ? other : other == null ? one : one.merge(other);
    }

    private static BigDecimal quantity(@Nullable Partial sum) {
        return sum == null
                ? BigDecimal.ZERO
                : new BigDecimal(sum.quantity().stripTrailingZeros().toPlainString());
    }

    private void apply(RangeLog log, Stored<Remetering> begun) {
        Stored<Remetering> now = begun;
        Reading reading = reading(now);
        while (!reading.finished()) {
            RangeLog.Batch batch = log.next(reading);
            int refused = range.apply(now.state(), reading.span(), batch);
            reading = reading.readTo(batch.next());
            Optional<Stored<Remetering>> stored =
                    remeterings.replace(now, now.state().applied(reading, refused, lease()));
            if (stored.isEmpty()) {
                stopped(now);
                return;
            }
            now = stored.get();
        }
        end(now, now.state().done(events.correctedBy(now.state().id()), clock.instant()));
    }

    private static Reading reading(Stored<Remetering> stored) {
        return Objects.requireNonNull(stored.state().reading());
    }

    private void end(Stored<Remetering> now, Remetering end) {
        if (remeterings.replace(now, end).isEmpty()) {
            stopped(now);
        } else {
            LOG.info("{} is {}", end.id(), end.status());
        }
    }

    private static void stopped(Stored<Remetering> now) {
        LOG.info("{} was cancelled, or another process goes on", now.state().id());
    }
}
