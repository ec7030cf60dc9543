package io.keyway.usage.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.cloudevents.CloudEventReader;
import io.keyway.usage.late.LateEvents;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.records.UsageRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges the events of a request, and sends those that count to the usage topic. */
@Component
class AcceptEvents {

    private final JudgeEvents judgeEvents;
    private final UsageTopic topic;
    private final LateEvents lateEvents;
    private final Counter accepted;
    private final Counter rejected;
    private final Counter duplicate;
    private final Counter unavailable;

    AcceptEvents(
            JudgeEvents judgeEvents,
            UsageTopic topic,
            LateEvents lateEvents,
            MeterRegistry metrics) {
        this.judgeEvents = judgeEvents;
        this.topic = topic;
        this.lateEvents = lateEvents;
        this.accepted = metrics.counter("keyway.usage.ingest", "status", "accepted");
        this.rejected = metrics.counter("keyway.usage.ingest", "status", "rejected");
        this.duplicate = metrics.counter("keyway.usage.ingest", "status", "duplicate");
        this.unavailable = metrics.counter("keyway.usage.ingest", "status", "unavailable");
    }

    /** The result of one event. */
    enum Status {
        /** It is on the bus, acknowledged by all in-sync replicas. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** An event with the same identity and content was accepted before. */
        @JsonProperty("duplicate")
        DUPLICATE,
        /** It is not counted; {@code code} says why. */
        @JsonProperty("rejected")
        REJECTED;

        static Status of(JudgeEvents.Judged judged) {
            return switch (judged) {
                case JudgeEvents.Judged.Counts _ -> ACCEPTED;
                case JudgeEvents.Judged.Repeated _ -> DUPLICATE;
                case JudgeEvents.Judged.Refused _, JudgeEvents.Judged.Late _ -> REJECTED;
            };
        }
    }

    /**
     * The result of one event.
     *
     * @param id the CloudEvents id, as sent
     * @param status {@code accepted}, {@code duplicate} or {@code rejected}
     * @param code why it was rejected; absent otherwise
     */
    record Result(String id, Status status, @Nullable Refusal code) {}

    sealed interface Outcome {
        record Answered(List<Result> results) implements Outcome {}

        /** The bus has not acknowledged every event: the sender must send all of them again. */
        record BusAway() implements Outcome {}
    }

    /**
     * Judges each event by itself.
     *
     * @throws ReplicaBehindException if a license is unknown and its event may not have been
     *     consumed yet; no event was taken
     */
    Outcome accept(Reporter reporter, List<CloudEventReader.Valid> events) {
        JudgeEvents.Round round = begin(reporter, events);
        List<Result> results = new ArrayList<>(events.size());
        List<UsageRecord> records = new ArrayList<>(events.size());
        List<UsageRecord> late = new ArrayList<>();
        for (CloudEventReader.Valid event : events) {
            JudgeEvents.Judged judged = round.judge(event);
            switch (judged) {
                case JudgeEvents.Judged.Counts(UsageRecord usage) -> records.add(usage);
                case JudgeEvents.Judged.Late(UsageRecord usage) -> late.add(usage);
                case JudgeEvents.Judged.Repeated _, JudgeEvents.Judged.Refused _ -> {}
            }
            results.add(new Result(event.id(), Status.of(judged), judged.refusal()));
        }
        lateEvents.keep(late);
        if (!records.isEmpty() && !topic.put(records)) {
            unavailable.increment(records.size());
            return new Outcome.BusAway();
        }
        judgeEvents.sent(records);
        count(results);
        return new Outcome.Answered(results);
    }

    private JudgeEvents.Round begin(Reporter reporter, List<CloudEventReader.Valid> events) {
        try {
            return judgeEvents.begin(reporter, events);
        } catch (ReplicaBehindException behind) {
            unavailable.increment(events.size());
            throw behind;
        }
    }

    private void count(List<Result> results) {
        for (Result result : results) {
            switch (result.status()) {
                case ACCEPTED -> accepted.increment();
                case DUPLICATE -> duplicate.increment();
                case REJECTED -> rejected.increment();
            }
        }
    }
}
