/**
 * Usage as it is read. Journals are merged, in order, into bucket documents: a day of one meter for
 * a license and for each partner above it, one per partition. A read sums buckets and adds the
 * journals that are not yet in them, so that it is current to the last commit.
 */
@NullMarked
package io.keyway.usage.buckets;

import org.jspecify.annotations.NullMarked;
