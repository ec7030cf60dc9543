package io.keyway.partner.audit;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.audit.AuditChain;
import io.keyway.contracts.event.AuditEvent.AuditEntry;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.AuditId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link of a chain. All but the text is there to be searched by; what counts is the text.
 *
 * @param position chain and sequence; unique: a chain does not fork
 * @param sequence from 1, without a gap
 * @param text sequence and entry as JSON, exactly as they were hashed
 */
record AuditRecord(
        AuditId id,
        List<PartnerId> scope,
        String position,
        long sequence,
        Instant at,
        @Nullable AccountId actorId,
        String resourceId,
        String text,
        String previousHash,
        String hash)
        implements Aggregate {

    /** What is hashed. */
    record Text(long sequence, AuditEntry entry) {}

    static AuditRecord after(ChainEnd end, AuditEntry entry) {
        long sequence = end.sequence() + 1;
        String text = ContractJson.mapper().writeValueAsString(new Text(sequence, entry));
        return new AuditRecord(
                entry.id(),
                entry.path(),
                position(entry.chain(), sequence),
                sequence,
                entry.at(),
                entry.actor().accountId(),
                entry.resource().id(),
                text,
                end.hash(),
                AuditChain.hash(end.hash(), text));
    }

    static String position(String chain, long sequence) {
        return chain + ":" + sequence;
    }

    AuditEntry entry() {
        return ContractJson.mapper().readValue(text, Text.class).entry();
    }
}
