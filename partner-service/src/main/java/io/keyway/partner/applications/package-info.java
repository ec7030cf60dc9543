/**
 * Applications to become a partner. Anybody may apply; accounts that manage partners at the partner
 * that was asked, or above it, decide once.
 */
@NullMarked
package io.keyway.partner.applications;

import org.jspecify.annotations.NullMarked;
