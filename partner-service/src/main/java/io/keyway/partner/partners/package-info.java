@NullMarked
package io.keyway.partner.partners;

import org.jspecify.annotations.NullMarked;
