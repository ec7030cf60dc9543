/** Why somebody may or may not do something with a partner, a customer, a product or a policy. */
@NullMarked
package io.keyway.partner.accesscheck;

import org.jspecify.annotations.NullMarked;
