/** Reads usage events from JSON in the CloudEvents 1.0 format. Values and pure functions only. */
@NullMarked
package io.keyway.usage.cloudevents;

import org.jspecify.annotations.NullMarked;
