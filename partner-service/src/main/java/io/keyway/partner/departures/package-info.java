/**
 * Deleting a partner. One write deletes it and publishes that; everything it leaves behind is
 * cleared when that event is consumed, again and again until it is done.
 */
@NullMarked
package io.keyway.partner.departures;

import org.jspecify.annotations.NullMarked;
