@NullMarked
package io.keyway.kit.bus;

import org.jspecify.annotations.NullMarked;
