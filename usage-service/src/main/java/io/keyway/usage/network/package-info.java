/**
 * The state of other services: replicas of partners, customers, licenses, plans and orders, and the
 * one class with all stream bindings. Everything here can be rebuilt from the topics, except which
 * partners a customer has belonged to.
 */
@NullMarked
package io.keyway.usage.network;

import org.jspecify.annotations.NullMarked;
