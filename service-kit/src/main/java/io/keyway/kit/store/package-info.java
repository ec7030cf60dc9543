@NullMarked
package io.keyway.kit.store;

import org.jspecify.annotations.NullMarked;
