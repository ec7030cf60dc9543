/**
 * Staff accounts: the people of a partner besides its primary account. They are managed by accounts
 * with {@code manage_accounts} in the partner or above it, never by themselves.
 */
@NullMarked
package io.keyway.partner.staff;

import org.jspecify.annotations.NullMarked;
