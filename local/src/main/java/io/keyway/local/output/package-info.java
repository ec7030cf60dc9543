/** What the commands print: lines of the console, and refusals that need no stack trace. */
@NullMarked
package io.keyway.local.output;

import org.jspecify.annotations.NullMarked;
