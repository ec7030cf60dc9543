@NullMarked
package io.keyway.gateway.access;

import org.jspecify.annotations.NullMarked;
