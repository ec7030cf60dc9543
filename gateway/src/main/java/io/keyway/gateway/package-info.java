/**
 * The gateway. A request passes {@code edge}, {@code access} and {@code proxy}, in this order; the
 * README lists the steps.
 */
@NullMarked
package io.keyway.gateway;

import org.jspecify.annotations.NullMarked;
