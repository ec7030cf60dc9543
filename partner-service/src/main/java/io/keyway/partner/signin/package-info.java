/**
 * Who may enter: signing in, and whether a credential lets somebody in now. It knows accounts,
 * partners and customers; none of them knows it.
 */
@NullMarked
package io.keyway.partner.signin;

import org.jspecify.annotations.NullMarked;
