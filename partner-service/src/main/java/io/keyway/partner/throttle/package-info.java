/**
 * How often something may be tried. The counts are in the store, so that every instance goes by the
 * same ones, and each expires: the store drops it, and until it does it counts as none.
 */
@NullMarked
package io.keyway.partner.throttle;

import org.jspecify.annotations.NullMarked;
