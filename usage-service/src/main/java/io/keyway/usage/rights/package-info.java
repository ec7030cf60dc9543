/** What callers may do with usage, where several features ask the same. */
@NullMarked
package io.keyway.usage.rights;

import org.jspecify.annotations.NullMarked;
