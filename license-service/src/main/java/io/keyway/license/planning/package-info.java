/**
 * Decides whether a partner may issue licenses, on which terms, and which quotas the licenses count
 * against. Issuing and access checks use the same rules on the same facts.
 */
@NullMarked
package io.keyway.license.planning;

import org.jspecify.annotations.NullMarked;
