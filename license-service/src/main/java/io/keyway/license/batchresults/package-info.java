/**
 * The results of a batch, read while it runs or afterwards: its rows with the keys of their
 * licenses, as JSON or CSV. Only reads; {@code batches} makes the results.
 */
@NullMarked
package io.keyway.license.batchresults;

import org.jspecify.annotations.NullMarked;
