/** Values that all services share: money, periods, topics, problem codes, and the JSON mapping. */
@NullMarked
package io.keyway.contracts;

import org.jspecify.annotations.NullMarked;
