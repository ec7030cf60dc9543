/**
 * Why somebody may or may not do something: the question, the rules that every service asks first,
 * and the one endpoint. What only one service can know it adds by {@link
 * io.keyway.kit.access.AccessRules}.
 */
@NullMarked
package io.keyway.kit.access;

import org.jspecify.annotations.NullMarked;
