/** Answers why licenses may or may not be issued, or a license may or may not be changed. */
@NullMarked
package io.keyway.license.accesscheck;

import org.jspecify.annotations.NullMarked;
