/**
 * Quotas: counters of order lines, license managers, portfolio grants, unpaid licenses and trials.
 * Each claim is one conditional update, counted once per holder, so a counter never exceeds its
 * limit and never keeps what a failed issuance claimed.
 */
@NullMarked
package io.keyway.license.quotas;

import org.jspecify.annotations.NullMarked;
