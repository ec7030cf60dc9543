@NullMarked
package io.keyway.gateway;

import org.jspecify.annotations.NullMarked;
