/**
 * Closing a month in the background, page by page of payers, for a partner's branch or for all: how
 * far it is, and up to which month everything is billed.
 */
@NullMarked
package io.keyway.usage.closing;

import org.jspecify.annotations.NullMarked;
