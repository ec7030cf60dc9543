/**
 * The whole system on one machine: a broker, a store and the five services, each a process of its
 * own under one supervisor.
 *
 * <p>Start reading at {@link io.keyway.local.Processes}: it is the list of what runs.
 */
@NullMarked
package io.keyway.local;

import org.jspecify.annotations.NullMarked;
