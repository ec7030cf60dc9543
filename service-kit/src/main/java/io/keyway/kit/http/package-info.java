/**
 * HTTP in every service: limits, strict JSON, idempotency keys, problems, and controller
 * parameters.
 */
@NullMarked
package io.keyway.kit.http;

import org.jspecify.annotations.NullMarked;
