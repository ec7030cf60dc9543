/**
 * The audit trail: who changed what, and who tried to reach what lies outside their branch. There
 * is one chain per vendor. The hash of each record covers the record before it, and signed
 * checkpoints make later changes of the chain detectable.
 */
@NullMarked
package io.keyway.partner.audit;

import org.jspecify.annotations.NullMarked;
