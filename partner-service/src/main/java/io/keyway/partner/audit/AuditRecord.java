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
 * A record of an audit chain. Only the text is hashed; the other fields repeat parts of it for
 * queries.
 *
 * @param position chain and sequence; unique, so that a chain cannot fork
 * @param sequence from 1, without gaps
 * @param text sequence and entry as JSON, exactly as hashed
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

    /** The content of {@code text}. */
    record Text(long sequence, AuditEntry entry) {}

    static AuditRecord after(ChainHead head, AuditEntry entry) {
        long sequence = head.sequence() + 1;
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
                head.hash(),
                AuditChain.hash(head.hash(), text));
    }

    static String position(String chain, long sequence) {
        return chain + ":" + sequence;
    }

    AuditEntry entry() {
        return ContractJson.mapper().readValue(text, Text.class).entry();
    }
}
