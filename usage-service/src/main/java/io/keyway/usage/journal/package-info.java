/**
 * Counting: one process per partition turns the usage log into immutable journals, one per batch,
 * each starting where the one before ends. An event is counted when its journal is stored. No
 * decision depends on the clock or on another partition.
 */
@NullMarked
package io.keyway.usage.journal;

import org.jspecify.annotations.NullMarked;
