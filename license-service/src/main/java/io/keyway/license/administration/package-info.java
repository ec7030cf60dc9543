/**
 * Administering licenses over HTTP: listing, reading and editing them, and suspending, reinstating,
 * revoking and renewing them. The license, the decisions about it and its store are in {@code
 * licenses}.
 */
@NullMarked
package io.keyway.license.administration;

import org.jspecify.annotations.NullMarked;
