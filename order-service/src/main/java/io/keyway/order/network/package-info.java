@NullMarked
package io.keyway.order.network;

import org.jspecify.annotations.NullMarked;
