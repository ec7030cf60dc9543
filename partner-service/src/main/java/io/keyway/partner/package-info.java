@NullMarked
package io.keyway.partner;

import org.jspecify.annotations.NullMarked;
