/** Why somebody may or may not do something: the rules that every service applies, one by one. */
@NullMarked
package io.keyway.partner.accesscheck;

import org.jspecify.annotations.NullMarked;
