/**
 * The command {@code bin/verify-audit}: reads a vendor's audit trail through the API and checks its
 * hash chain and checkpoints.
 */
@NullMarked
package io.keyway.local.auditcheck;

import org.jspecify.annotations.NullMarked;
