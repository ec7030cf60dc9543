/**
 * Which event identities a partition has counted within the window: the newest in memory, older
 * ones sorted in the store behind a filter.
 */
@NullMarked
package io.keyway.usage.identities;

import org.jspecify.annotations.NullMarked;
