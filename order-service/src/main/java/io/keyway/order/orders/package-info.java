/**
 * Orders: what a partner buys, at the prices of the moment it is placed, and what became of it. The
 * status of an {@link io.keyway.order.orders.Order} follows from its lines.
 */
@NullMarked
package io.keyway.order.orders;

import org.jspecify.annotations.NullMarked;
