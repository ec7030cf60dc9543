/**
 * Rate limits for password guesses, transfer codes and applications. The counts are in the store,
 * so that all instances share them. A count expires; it is ignored from then on, also before the
 * TTL index has deleted it.
 */
@NullMarked
package io.keyway.partner.throttle;

import org.jspecify.annotations.NullMarked;
