/** Partners: the nodes of the tree, on which terms they are, and what they may sell. */
@NullMarked
package io.keyway.partner.partners;

import org.jspecify.annotations.NullMarked;
