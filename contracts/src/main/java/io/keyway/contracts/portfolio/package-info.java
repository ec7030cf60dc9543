/** What a partner may sell: the rules over the grants on its path, the same in every service. */
@NullMarked
package io.keyway.contracts.portfolio;

import org.jspecify.annotations.NullMarked;
