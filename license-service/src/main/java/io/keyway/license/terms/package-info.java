/**
 * The terms of a policy, which a license keeps as they were when it was issued: when it expires,
 * how many machines it may have, what its keys look like.
 */
@NullMarked
package io.keyway.license.terms;

import org.jspecify.annotations.NullMarked;
