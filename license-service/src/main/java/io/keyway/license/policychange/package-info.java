/** Changing a license to another policy of its product. */
@NullMarked
package io.keyway.license.policychange;

import org.jspecify.annotations.NullMarked;
