/** Portfolio grants: what each partner may sell, always within what its parent may sell. */
@NullMarked
package io.keyway.partner.portfolio;

import org.jspecify.annotations.NullMarked;
