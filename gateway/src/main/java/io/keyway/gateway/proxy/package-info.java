/**
 * Passes requests to the services: the headers that they get, replaced errors, and refusals while a
 * service is away.
 */
@NullMarked
package io.keyway.gateway.proxy;

import org.jspecify.annotations.NullMarked;
