/**
 * What the system consists of: the settings, the list of the processes with their programs, ports
 * and secrets, and the choice of broker and store.
 */
@NullMarked
package io.keyway.local.system;

import org.jspecify.annotations.NullMarked;
