/** Taking back what an order asks to give back: allowances that were not drawn, and licenses. */
@NullMarked
package io.keyway.license.returns;

import org.jspecify.annotations.NullMarked;
