/**
 * Who calls, and what they may do: callers, roles, permissions, tokens, the gateway's signed
 * assertion, and the rules that can refuse.
 */
@NullMarked
package io.keyway.contracts.access;

import org.jspecify.annotations.NullMarked;
