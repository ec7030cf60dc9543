/**
 * Machines: the devices a license is activated on. A node-locked license keeps its machines until
 * they are removed; a floating one lends its places, and a machine that is no longer heard gives
 * its place back.
 */
@NullMarked
package io.keyway.license.machines;

import org.jspecify.annotations.NullMarked;
