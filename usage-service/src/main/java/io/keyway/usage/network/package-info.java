/**
 * What other services have told: partners, customers, licenses, plans, orders. Replicas only, fed
 * by topics, never changed here.
 */
@NullMarked
package io.keyway.usage.network;

import org.jspecify.annotations.NullMarked;
