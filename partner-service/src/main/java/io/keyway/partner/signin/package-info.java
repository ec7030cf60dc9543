/**
 * Signing in, and whether a credential is accepted now. It depends on accounts, partners and
 * customers; none of them depends on it.
 */
@NullMarked
package io.keyway.partner.signin;

import org.jspecify.annotations.NullMarked;
