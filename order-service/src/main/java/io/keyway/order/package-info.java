@NullMarked
package io.keyway.order;

import org.jspecify.annotations.NullMarked;
