/**
 * Usage as it is read: by window and group, per license, and for a whole branch. A read sums the
 * stored buckets and adds the journals that are not in them yet, so it is current to the last
 * commit.
 */
@NullMarked
package io.keyway.usage.reading;

import org.jspecify.annotations.NullMarked;
