package io.keyway.partner.audit;

import io.keyway.contracts.audit.AuditChain;

/**
 * The head of a chain: its newest record.
 *
 * @param sequence of the newest record; 0 while the chain is empty
 * @param hash of the newest record
 * @param checkpoint sequence of the newest record with a checkpoint; 0 while there is none
 */
record ChainHead(String chain, long sequence, String hash, long checkpoint) {

    static ChainHead empty(String chain) {
        return new ChainHead(chain, 0, AuditChain.START, 0);
    }
}
