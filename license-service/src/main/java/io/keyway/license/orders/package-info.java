/** The orders received from order-service, in which licenses are issued. */
@NullMarked
package io.keyway.license.orders;

import org.jspecify.annotations.NullMarked;
