/** A partner's branch at a glance: who is in it, and what it used. */
@NullMarked
package io.keyway.usage.overview;

import org.jspecify.annotations.NullMarked;
