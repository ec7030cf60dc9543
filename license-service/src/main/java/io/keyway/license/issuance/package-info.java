/**
 * Issuance: from a request for N licenses to N licenses, exactly. Quotas are taken first, by one
 * conditional update each; then the licenses are made, at once or in chunks that any instance
 * takes; then what was taken is either confirmed or given back. Every step can be repeated: the ids
 * and keys of an issuance follow from its id, so that doing it twice makes the same licenses.
 */
@NullMarked
package io.keyway.license.issuance;

import org.jspecify.annotations.NullMarked;
