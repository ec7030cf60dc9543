/**
 * Fails a test run in which a service sends its store a query that none of its declared indexes
 * serves: what is fast with ten documents must be fast with ten million.
 */
@NullMarked
package io.keyway.kit.test.queries;

import org.jspecify.annotations.NullMarked;
