/**
 * Folding: journals are merged, in order, into bucket documents. A bucket is one day of one meter
 * for a license or for a partner above it, one per partition of the log.
 */
@NullMarked
package io.keyway.usage.buckets;

import org.jspecify.annotations.NullMarked;
