/** How audit records are chained, so that every reader can check them. */
@NullMarked
package io.keyway.contracts.audit;

import org.jspecify.annotations.NullMarked;
