@NullMarked
package io.keyway.order.plans;

import org.jspecify.annotations.NullMarked;
