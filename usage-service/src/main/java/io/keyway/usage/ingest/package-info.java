/**
 * Ingest: each event is parsed, attributed to the owners of its license, measured by the vendor's
 * meters and sent to the usage topic. The answer is sent when the broker has acknowledged it.
 */
@NullMarked
package io.keyway.usage.ingest;

import org.jspecify.annotations.NullMarked;
