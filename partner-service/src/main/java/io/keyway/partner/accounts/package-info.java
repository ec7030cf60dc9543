/** Accounts of people, their passwords, and the credentials that they are issued. */
@NullMarked
package io.keyway.partner.accounts;

import org.jspecify.annotations.NullMarked;
