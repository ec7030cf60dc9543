/**
 * The state of other services: replicas of partners, their grants and customers, and the one class
 * with all stream bindings. Everything here can be rebuilt from the topics.
 */
@NullMarked
package io.keyway.license.network;

import org.jspecify.annotations.NullMarked;
