/**
 * Measuring: an event becomes measurements, measurements become partials, and partials merge in any
 * order to the same quantity. Values and pure functions only.
 */
@NullMarked
package io.keyway.usage.metering;

import org.jspecify.annotations.NullMarked;
