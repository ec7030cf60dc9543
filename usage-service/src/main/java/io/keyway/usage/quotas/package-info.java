/**
 * What licenses, customers and partners may use of a meter in a month: quotas, what remains of
 * them, and the events that tell when much of one is used. A quota limits nothing that is counted:
 * {@code buckets} and {@code statements} do not know of it.
 */
@NullMarked
package io.keyway.usage.quotas;

import org.jspecify.annotations.NullMarked;
