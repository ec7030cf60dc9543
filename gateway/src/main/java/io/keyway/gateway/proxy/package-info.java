/**
 * Passing on what was let in: the limit on bodies, the headers that a service hears, what is said
 * when it is away.
 */
@NullMarked
package io.keyway.gateway.proxy;

import org.jspecify.annotations.NullMarked;
