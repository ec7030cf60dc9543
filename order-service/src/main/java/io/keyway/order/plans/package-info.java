/** Plans: the monthly fee and the usage rates that a partner offers to those below it. */
@NullMarked
package io.keyway.order.plans;

import org.jspecify.annotations.NullMarked;
