/**
 * Facts that are billed once, in whichever statement is the first to be closed with them. What a
 * closed statement says is the truth about them; their own documents only keep it at hand.
 */
@NullMarked
package io.keyway.usage.once;

import org.jspecify.annotations.NullMarked;
