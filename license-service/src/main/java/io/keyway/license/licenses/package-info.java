/**
 * Licenses: the aggregate, the decisions about one license, and their store. Over HTTP they are
 * reached through {@code administration}, {@code checkout}, {@code ownership} and others.
 */
@NullMarked
package io.keyway.license.licenses;

import org.jspecify.annotations.NullMarked;
