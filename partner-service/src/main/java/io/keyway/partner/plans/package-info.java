/** Which of the plans that order-service owns a partner or customer may be given. */
@NullMarked
package io.keyway.partner.plans;

import org.jspecify.annotations.NullMarked;
