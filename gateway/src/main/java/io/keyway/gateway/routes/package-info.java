@NullMarked
package io.keyway.gateway.routes;

import org.jspecify.annotations.NullMarked;
