/**
 * Issuance: a saga that makes exactly N licenses from a request for N. It claims the quotas, makes
 * the licenses (at once, or in chunks that any instance takes), and confirms or releases the
 * claims. Every step can be repeated: the ids and keys of the licenses follow from the issuance's
 * id.
 */
@NullMarked
package io.keyway.license.issuance;

import org.jspecify.annotations.NullMarked;
