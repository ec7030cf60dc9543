@NullMarked
package io.keyway.partner.portfolio;

import org.jspecify.annotations.NullMarked;
