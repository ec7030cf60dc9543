@NullMarked
package io.keyway.contracts;

import org.jspecify.annotations.NullMarked;
