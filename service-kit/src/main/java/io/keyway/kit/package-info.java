@NullMarked
package io.keyway.kit;

import org.jspecify.annotations.NullMarked;
