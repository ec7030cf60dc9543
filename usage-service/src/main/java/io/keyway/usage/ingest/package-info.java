/**
 * Events in. Each is parsed, attributed to the owners of its license, measured by the vendor's
 * meters and put on the bus; the answer comes when the bus has acknowledged it.
 */
@NullMarked
package io.keyway.usage.ingest;

import org.jspecify.annotations.NullMarked;
