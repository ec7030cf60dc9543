/** Returns and cancellations of orders: reducing allowances and revoking issued licenses. */
@NullMarked
package io.keyway.license.returns;

import org.jspecify.annotations.NullMarked;
