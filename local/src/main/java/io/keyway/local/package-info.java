/**
 * The whole system on one machine: a broker, a store and the five services, each a process of its
 * own under one supervisor.
 *
 * <p>Start reading at {@link io.keyway.local.system.Processes}, the list of the processes, and
 * {@link io.keyway.local.Launcher}, which starts them. {@link io.keyway.local.Local} is the same
 * system for tests and benchmarks.
 */
@NullMarked
package io.keyway.local;

import org.jspecify.annotations.NullMarked;
