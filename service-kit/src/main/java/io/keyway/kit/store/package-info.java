/**
 * The service's database: aggregates with an outbox, replicas of other services' aggregates, search
 * and paging, all limited to the caller's scope. Start reading at {@link
 * io.keyway.kit.store.Aggregates}; {@link io.keyway.kit.store.Relay} publishes the outbox.
 */
@NullMarked
package io.keyway.kit.store;

import org.jspecify.annotations.NullMarked;
