/** What a partner may sell: the rules for grants along its path, the same in every service. */
@NullMarked
package io.keyway.contracts.portfolio;

import org.jspecify.annotations.NullMarked;
