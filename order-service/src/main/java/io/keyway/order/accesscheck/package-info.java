/** Why a caller may or may not order something, see an order, or assign license managers to it. */
@NullMarked
package io.keyway.order.accesscheck;

import org.jspecify.annotations.NullMarked;
