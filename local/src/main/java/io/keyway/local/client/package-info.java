/**
 * HTTP client of the public API, shared by the launcher, the benchmarks and the journeys of e2e.
 */
@NullMarked
package io.keyway.local.client;

import org.jspecify.annotations.NullMarked;
