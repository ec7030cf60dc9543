/**
 * What is counted and how counts add up. Values and pure functions only: an event becomes
 * measurements, measurements become partials, and partials merge in any order to the same quantity.
 */
@NullMarked
package io.keyway.usage.metering;

import org.jspecify.annotations.NullMarked;
