/**
 * What the other services said: partners, their grants, customers and orders as they were last
 * heard of. Nothing here is decided by license-service; all of it can be rebuilt from the topics.
 */
@NullMarked
package io.keyway.license.network;

import org.jspecify.annotations.NullMarked;
