/**
 * The audit trail: who changed what, and who asked for what lies outside its branch. One chain per
 * vendor; each record's hash covers the one before it, and signed checkpoints hold the chain still.
 */
@NullMarked
package io.keyway.partner.audit;

import org.jspecify.annotations.NullMarked;
