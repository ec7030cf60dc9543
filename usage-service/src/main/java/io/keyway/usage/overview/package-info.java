/** The overview of a partner's branch: its partners and its usage in numbers. */
@NullMarked
package io.keyway.usage.overview;

import org.jspecify.annotations.NullMarked;
