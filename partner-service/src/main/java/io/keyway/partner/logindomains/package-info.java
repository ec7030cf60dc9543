/**
 * Login domains: the host names {@code <name>.partner.<host>} at which a partner's branch signs in.
 */
@NullMarked
package io.keyway.partner.logindomains;

import org.jspecify.annotations.NullMarked;
