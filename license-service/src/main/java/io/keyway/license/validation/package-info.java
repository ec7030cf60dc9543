/**
 * Whether a license key may be used here and now, answered from memory and always with a reason
 * from one closed list.
 */
@NullMarked
package io.keyway.license.validation;

import org.jspecify.annotations.NullMarked;
