/**
 * What this service knows of the others: {@code Consumers} binds the topics, the other classes are
 * replicas of state that other services own. A replica keeps the newest state by event sequence.
 */
@NullMarked
package io.keyway.order.network;

import org.jspecify.annotations.NullMarked;
