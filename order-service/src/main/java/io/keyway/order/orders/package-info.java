@NullMarked
package io.keyway.order.orders;

import org.jspecify.annotations.NullMarked;
