/**
 * Processes under supervision: starting them, waiting until they are ready, restarting those that
 * end, collecting their logs, and stopping them. Knows nothing of what the processes do.
 */
@NullMarked
package io.keyway.local.process;

import org.jspecify.annotations.NullMarked;
