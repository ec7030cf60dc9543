/**
 * Who a license belongs to: moving one to another customer, and following a customer that moves to
 * another partner. The key of a license never changes.
 */
@NullMarked
package io.keyway.license.ownership;

import org.jspecify.annotations.NullMarked;
