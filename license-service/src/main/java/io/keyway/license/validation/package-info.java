/**
 * Validation of license keys, answered from a cache and always with a reason from a closed list.
 */
@NullMarked
package io.keyway.license.validation;

import org.jspecify.annotations.NullMarked;
