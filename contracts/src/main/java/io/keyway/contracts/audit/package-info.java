/** How the audit trail is chained, so that anybody can check it. */
@NullMarked
package io.keyway.contracts.audit;

import org.jspecify.annotations.NullMarked;
