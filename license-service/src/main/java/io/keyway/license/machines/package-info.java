/**
 * Machines: the devices that a license is activated on. A node-locked license keeps its machines
 * until they are removed; in a floating one, a machine that misses its heartbeat frees its place.
 */
@NullMarked
package io.keyway.license.machines;

import org.jspecify.annotations.NullMarked;
