/** The events of each topic: one sealed interface per topic, one record per event version. */
@NullMarked
package io.keyway.contracts.event;

import org.jspecify.annotations.NullMarked;
