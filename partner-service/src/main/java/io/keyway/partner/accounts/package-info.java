@NullMarked
package io.keyway.partner.accounts;

import org.jspecify.annotations.NullMarked;
