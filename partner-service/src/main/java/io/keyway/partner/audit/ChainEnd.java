package io.keyway.partner.audit;

import io.keyway.contracts.audit.AuditChain;

/**
 * Where a chain has got to.
 *
 * @param sequence of its last record; 0 while there is none
 * @param hash of its last record
 * @param checkpoint sequence of the last record that a checkpoint holds; 0 while none does
 */
record ChainEnd(String chain, long sequence, String hash, long checkpoint) {

    static ChainEnd start(String chain) {
        return new ChainEnd(chain, 0, AuditChain.START, 0);
    }
}
