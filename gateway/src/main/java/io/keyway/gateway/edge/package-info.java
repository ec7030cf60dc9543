/** Checks before anything else: limits, encodings, and the refusals of the container itself. */
@NullMarked
package io.keyway.gateway.edge;

import org.jspecify.annotations.NullMarked;
