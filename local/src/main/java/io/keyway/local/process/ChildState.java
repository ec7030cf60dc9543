package io.keyway.local.process;

import java.util.Optional;

/** The state of a supervised process; those in which it runs hold its current run. */
sealed interface ChildState {

    /** Not started yet, or ended: the next start comes after a pause. */
    record Down() implements ChildState {}

    /** Started, and not ready yet. */
    record Starting(ProcessRun run) implements ChildState {}

    record Ready(ProcessRun run) implements ChildState {}

    /** Has never been ready in the attempts that it is given; it is not started again. */
    record Failed() implements ChildState {}

    /** Was told to stop. */
    record Stopping(ProcessRun run) implements ChildState {}

    record Stopped() implements ChildState {}

    default Optional<ProcessRun> currentRun() {
        return switch (this) {
            case Starting(ProcessRun run) -> Optional.of(run);
            case Ready(ProcessRun run) -> Optional.of(run);
            case Stopping(ProcessRun run) -> Optional.of(run);
            case Down() -> Optional.empty();
            case Failed() -> Optional.empty();
            case Stopped() -> Optional.empty();
        };
    }

    /** As run.json names it. */
    default Child.State name() {
        return switch (this) {
            case Down() -> Child.State.DOWN;
            case Starting starting -> Child.State.STARTING;
            case Ready ready -> Child.State.READY;
            case Failed() -> Child.State.FAILED;
            case Stopping stopping -> Child.State.STOPPED;
            case Stopped() -> Child.State.STOPPED;
        };
    }
}
