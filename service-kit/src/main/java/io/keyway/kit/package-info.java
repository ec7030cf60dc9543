/**
 * How every service runs. The packages are independent features; {@link
 * io.keyway.kit.KitConfiguration} defines their beans and {@link io.keyway.kit.KitProperties} their
 * limits.
 */
@NullMarked
package io.keyway.kit;

import org.jspecify.annotations.NullMarked;
