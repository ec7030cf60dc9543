package io.keyway.license.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Lets one task run at a time, and chooses at random which one goes on at each point where a store
 * or the bus is asked. The same seed chooses the same.
 */
public final class Scheduler {

    /** Stops a task where it stands; no code of the product catches it. */
    public static final class Killed extends Error {
        private static final Killed INSTANCE = new Killed();

        private Killed() {
            super("killed", null, false, false);
        }
    }

    /** A task goes on past so many points of a hundred: changing it costs most of the time. */
    private static final int PERCENT_PASSED = 65;

    private final Random random;
    private final List<Task> tasks = new ArrayList<>();
    private final Semaphore turn = new Semaphore(0);
    private Task running;
    private boolean calm;

    public Scheduler(Random random) {
        this.random = random;
    }

    private final class Task {
        private final Process process;
        private final Semaphore go = new Semaphore(0);
        private boolean killed;
        private Throwable failure;
        private boolean over;

        private Task(Process process, Runnable body) {
            this.process = process;
            Thread.ofVirtual()
                    .start(
                            () -> {
                                go.acquireUninterruptibly();
                                try {
                                    if (!killed) {
                                        body.run();
                                    }
                                } catch (Killed expected) {
                                    // Whatever it did last is done, or not.
                                } catch (Throwable failed) {
                                    failure = failed;
                                } finally {
                                    over = true;
                                    turn.release();
                                }
                            });
        }
    }

    /** What is killed as a whole. */
    public static final class Process {
        private final String name;

        public Process(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public void start(Process process, Runnable body) {
        tasks.add(new Task(process, body));
    }

    public int size() {
        return tasks.size();
    }

    public boolean idle() {
        return tasks.isEmpty();
    }

    /** One of the tasks goes on to its next point, or to its end. */
    public void step() {
        Task task = tasks.get(random.nextInt(tasks.size()));
        resume(task);
        if (task.over) {
            tasks.remove(task);
            if (task.failure != null) {
                throw new AssertionError("a task of " + task.process + " failed", task.failure);
            }
        }
    }

    /** From now on no task is interrupted. */
    public void calmDown() {
        calm = true;
        while (!idle()) {
            step();
        }
    }

    /** Another task may have its turn here; after a kill this is the last thing that is done. */
    public void point() {
        if (calm || random.nextInt(100) < PERCENT_PASSED) {
            return;
        }
        Task task = running;
        turn.release();
        task.go.acquireUninterruptibly();
        if (task.killed) {
            throw Killed.INSTANCE;
        }
    }

    public void kill(Process process) {
        List<Task> dead = tasks.stream().filter(task -> task.process == process).toList();
        for (Task task : dead) {
            task.killed = true;
            resume(task);
        }
        tasks.removeAll(dead);
    }

    private void resume(Task task) {
        running = task;
        task.go.release();
        turn.acquireUninterruptibly();
    }
}
