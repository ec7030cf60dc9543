/**
 * Licenses: what a customer may use, on which terms, until when; and what its partners may do with
 * one. The key never changes, whoever owns the license.
 */
@NullMarked
package io.keyway.license.licenses;

import org.jspecify.annotations.NullMarked;
