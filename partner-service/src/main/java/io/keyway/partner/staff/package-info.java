/**
 * The people of a partner: accounts beside the primary one, which was made with the partner. They
 * are kept by whoever may manage accounts, in its own partner and below, and never by themselves.
 */
@NullMarked
package io.keyway.partner.staff;

import org.jspecify.annotations.NullMarked;
