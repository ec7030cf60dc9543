/** The caller of a request, verified from the gateway's signed assertion. */
@NullMarked
package io.keyway.kit.scope;

import org.jspecify.annotations.NullMarked;
