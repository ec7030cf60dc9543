/**
 * Customers: end users and companies, each of one partner, and how they move to another partner.
 */
@NullMarked
package io.keyway.partner.customers;

import org.jspecify.annotations.NullMarked;
