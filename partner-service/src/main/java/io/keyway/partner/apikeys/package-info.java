/**
 * What machines show: made by an account, for a part of what it may do. A key outlives the password
 * of its account; it goes when it is deleted, and with its account.
 */
@NullMarked
package io.keyway.partner.apikeys;

import org.jspecify.annotations.NullMarked;
