/**
 * What the system costs: started as bin/run starts it, called from outside, each number with what
 * it counts and how.
 *
 * <p>Start reading at {@link io.keyway.bench.Bench}: it is the list of what is measured.
 */
@NullMarked
package io.keyway.bench;

import org.jspecify.annotations.NullMarked;
