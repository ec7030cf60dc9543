/**
 * Accepted events that the journal did not count, listed with the reason for callers who may see
 * the license.
 */
@NullMarked
package io.keyway.usage.rejected;

import org.jspecify.annotations.NullMarked;
