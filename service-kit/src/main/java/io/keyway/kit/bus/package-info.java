/**
 * Publishing to and consuming from Kafka: CloudEvents, batches, dead letters, and how far a service
 * has consumed. Start reading at {@link io.keyway.kit.bus.Subscriptions}.
 */
@NullMarked
package io.keyway.kit.bus;

import org.jspecify.annotations.NullMarked;
