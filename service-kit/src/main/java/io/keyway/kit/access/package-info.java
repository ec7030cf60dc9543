/**
 * Explains why a caller may or may not do something: the question, the rules that every service
 * checks first, and the endpoint. A service adds its own rules with {@link
 * io.keyway.kit.access.AccessRules}.
 */
@NullMarked
package io.keyway.kit.access;

import org.jspecify.annotations.NullMarked;
