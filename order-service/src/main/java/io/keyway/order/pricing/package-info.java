/** What order lines cost a buyer, and why something cannot be ordered. */
@NullMarked
package io.keyway.order.pricing;

import org.jspecify.annotations.NullMarked;
