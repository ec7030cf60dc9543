/**
 * What this service consumes: {@code Consumers} binds the topics, {@code Catalog} is the replica of
 * the products, policies and plans that license-service and order-service own.
 */
@NullMarked
package io.keyway.partner.network;

import org.jspecify.annotations.NullMarked;
