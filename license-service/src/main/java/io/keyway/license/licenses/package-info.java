/** Licenses: listing, reading and editing them, and suspending, revoking and renewing them. */
@NullMarked
package io.keyway.license.licenses;

import org.jspecify.annotations.NullMarked;
