/**
 * Many requests in one: a batch of rows, each of which issues licenses or takes in a key that
 * another system issued. A batch is accepted as a whole and worked on in the background, row by
 * row; each row has a result of its own. Whoever takes a batch up, and however often, a row issues
 * nothing twice: what it makes is named by the batch and the row.
 */
@NullMarked
package io.keyway.license.batches;

import org.jspecify.annotations.NullMarked;
