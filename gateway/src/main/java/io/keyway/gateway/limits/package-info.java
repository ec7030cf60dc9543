/** How many calls may come from where: so that one caller takes nobody else's share. */
@NullMarked
package io.keyway.gateway.limits;

import org.jspecify.annotations.NullMarked;
