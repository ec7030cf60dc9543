/**
 * Measures events of a range again, after their meter was made wrong: from the log, with a preview
 * of the difference, and applied as corrections.
 */
@NullMarked
package io.keyway.usage.remetering;

import org.jspecify.annotations.NullMarked;
