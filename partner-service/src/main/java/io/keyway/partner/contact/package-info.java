/**
 * The person to write to at a partner, and how phone numbers are checked. Values only; knows no
 * other feature but the limits of accounts.
 */
@NullMarked
package io.keyway.partner.contact;

import org.jspecify.annotations.NullMarked;
