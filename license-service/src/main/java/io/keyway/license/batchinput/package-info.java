/**
 * The rows of a batch as they are sent: CSV and JSON to rows, and the checks that need no other
 * state. Such an error refuses the whole batch.
 */
@NullMarked
package io.keyway.license.batchinput;

import org.jspecify.annotations.NullMarked;
