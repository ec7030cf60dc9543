/**
 * What the system costs: started as bin/run starts it, and called from outside. Each number says
 * what it counts and how it was measured.
 *
 * <p>Start reading at {@link io.keyway.bench.Bench}, the list of what is measured.
 */
@NullMarked
package io.keyway.bench;

import org.jspecify.annotations.NullMarked;
