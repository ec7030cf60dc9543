/**
 * The commit of metering. One owner per partition turns the log into immutable journals, one per
 * batch, each beginning where the one before ended. A journal that is in the store is counted; what
 * is not in one has not been. Nothing here decides by the clock or by what another partition holds.
 */
@NullMarked
package io.keyway.usage.journal;

import org.jspecify.annotations.NullMarked;
