/** Why licenses may or may not be issued, and something may or may not be done to one. */
@NullMarked
package io.keyway.license.accesscheck;

import org.jspecify.annotations.NullMarked;
