/** Why a caller may or may not act on a partner, a customer, a product or a policy. */
@NullMarked
package io.keyway.partner.accesscheck;

import org.jspecify.annotations.NullMarked;
