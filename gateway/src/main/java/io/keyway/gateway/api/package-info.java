@NullMarked
package io.keyway.gateway.api;

import org.jspecify.annotations.NullMarked;
