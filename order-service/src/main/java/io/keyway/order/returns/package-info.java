/**
 * Returning part of an order, or cancelling all of it. This service refuses what it can see is
 * impossible; license-service, which knows what is issued at this moment, decides the rest.
 */
@NullMarked
package io.keyway.order.returns;

import org.jspecify.annotations.NullMarked;
