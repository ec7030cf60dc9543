/**
 * A partner goes for good: it is one write that tells of it, and everything that it leaves behind
 * is cleared from that fact, again and again until it is done.
 */
@NullMarked
package io.keyway.partner.departures;

import org.jspecify.annotations.NullMarked;
