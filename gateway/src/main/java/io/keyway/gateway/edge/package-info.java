/**
 * What stands between the socket and everything else: bounds, characters, and the answers of the
 * container.
 */
@NullMarked
package io.keyway.gateway.edge;

import org.jspecify.annotations.NullMarked;
