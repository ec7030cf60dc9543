/**
 * API keys: credentials of machines. An account creates them for a part of its own permissions. A
 * key stays valid when the password changes; it ends when it expires, is deleted, or its account is
 * deleted, deactivated or reset.
 */
@NullMarked
package io.keyway.partner.apikeys;

import org.jspecify.annotations.NullMarked;
