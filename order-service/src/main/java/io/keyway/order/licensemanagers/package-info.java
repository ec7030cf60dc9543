/** Which partners may issue in an order besides its owner, and what each of them may issue. */
@NullMarked
package io.keyway.order.licensemanagers;

import org.jspecify.annotations.NullMarked;
