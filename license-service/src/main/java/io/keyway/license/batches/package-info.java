/**
 * Batches: many license requests in one. Each row issues licenses or imports a key of another
 * system. A batch is accepted as a whole and processed in the background, row by row, with a result
 * for each. Ids follow from batch and row, so a row that is processed twice issues nothing twice.
 */
@NullMarked
package io.keyway.license.batches;

import org.jspecify.annotations.NullMarked;
