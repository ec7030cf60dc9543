/** Consuming the topic {@code usage}, partition by partition. */
@NullMarked
package io.keyway.usage.log;

import org.jspecify.annotations.NullMarked;
