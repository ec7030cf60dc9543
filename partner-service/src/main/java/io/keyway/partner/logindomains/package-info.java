/** The names under which partners' people sign in: {@code <name>.partner.<host>}. */
@NullMarked
package io.keyway.partner.logindomains;

import org.jspecify.annotations.NullMarked;
