/**
 * The sample network that the first start plays through the public API. {@link
 * io.keyway.local.sample.SampleNetwork} lists its steps.
 */
@NullMarked
package io.keyway.local.sample;

import org.jspecify.annotations.NullMarked;
