/** The public calls, and which service answers each. */
@NullMarked
package io.keyway.gateway.routes;

import org.jspecify.annotations.NullMarked;
