package io.keyway.partner.audit;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AuditEvent.AuditActor;
import io.keyway.contracts.event.AuditEvent.AuditChange;
import io.keyway.contracts.event.AuditEvent.AuditEntry;
import io.keyway.contracts.event.AuditEvent.AuditResource;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.AuditId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.audit.AuditTrail.Asked;
import io.keyway.partner.audit.AuditTrail.Checkpoint;
import io.keyway.partner.partners.Partners;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reading the trail, and what is needed to check it. */
@Validated
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    /** Whose account it is that acted, as it is now. */
    record ActingAccount(String name, String email, @Nullable PartnerId partnerId) {

        static ActingAccount from(Account account) {
            return new ActingAccount(
                    account.name(),
                    account.email(),
                    account.scope().isEmpty() ? null : account.scope().getLast());
        }
    }

    /**
     * @param actor without anything about whoever is outside the reader's branch
     * @param account absent if nobody signed in acted, the account is gone, or is outside
     * @param outside whether somebody acted who is not in the reader's branch
     * @param names of the partners, customers and accounts that the record mentions, by id, as far
     *     as the reader sees them
     */
    record AuditRecordResponse(
            AuditId id,
            long sequence,
            Instant at,
            AuditActor actor,
            @Nullable ActingAccount account,
            boolean outside,
            String action,
            AuditResource resource,
            List<AuditChange> changes,
            Map<String, String> names) {

        static AuditRecordResponse from(AuditRecord record, Names.Known known) {
            AuditEntry entry = record.entry();
            Account account = known.account(entry.actor());
            boolean outside = known.isOutside(entry.actor());
            return new AuditRecordResponse(
                    record.id(),
                    record.sequence(),
                    entry.at(),
                    outside ? SOMEBODY : entry.actor(),
                    account == null ? null : ActingAccount.from(account),
                    outside,
                    entry.action(),
                    entry.resource(),
                    entry.changes(),
                    known.of(entry));
        }
    }

    private static final AuditActor SOMEBODY =
            new AuditActor(null, null, null, null, null, null, null, null);

    /**
     * A record as it is chained.
     *
     * @param text what was hashed, together with the previous hash
     */
    record ChainedRecord(long sequence, String text, String previousHash, String hash) {}

    /**
     * @param publicKey with which checkpoints are verified: Ed25519, X.509, base64
     * @param end the chain's end now, signed
     * @param checkpoints those at the records given here
     */
    record ChainResponse(
            String chain,
            String publicKey,
            Checkpoint end,
            List<ChainedRecord> items,
            List<Checkpoint> checkpoints) {}

    private final AuditTrail trail;
    private final AuditKey key;
    private final Names names;
    private final Partners partners;

    AuditController(AuditTrail trail, AuditKey key, Names names, Partners partners) {
        this.trail = trail;
        this.key = key;
        this.names = names;
        this.partners = partners;
    }

    @GetMapping
    Page<AuditRecordResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable AccountId actor,
            @RequestParam(required = false) @Nullable @Size(max = 64) String resource) {
        requireReader(caller);
        if (actor != null && names.isOutside(caller, actor)) {
            return new Page<>(List.of(), null); // What it did here would tell whose account it is.
        }
        Page<AuditRecord> records = trail.page(caller, new Asked(from, to, actor, resource), page);
        Names.Known known =
                names.of(caller, records.items().stream().map(AuditRecord::entry).toList());
        return records.map(record -> AuditRecordResponse.from(record, known));
    }

    /** A whole chain is its vendor's, and the operator's. */
    @GetMapping("/chains/{chain}")
    ChainResponse chain(
            Caller caller,
            @PathVariable String chain,
            @RequestParam(defaultValue = "0") @Min(0) long after,
            @RequestParam(defaultValue = "200") @Min(1) @Max(200) int limit) {
        requireChain(caller, chain);
        requireReader(caller);
        List<AuditRecord> records = trail.after(chain, after, limit);
        return new ChainResponse(
                chain,
                key.publicKey(),
                trail.signed(trail.end(chain)),
                records.stream()
                        .map(
                                record ->
                                        new ChainedRecord(
                                                record.sequence(),
                                                record.text(),
                                                record.previousHash(),
                                                record.hash()))
                        .toList(),
                trail.checkpoints(chain, after, after + records.size()));
    }

    private void requireChain(Caller caller, String chain) {
        if (chain.equals(AuditEntry.OPERATOR)) {
            if (caller.role() != Role.OPERATOR) {
                throw Refused.notFound();
            }
            return;
        }
        PartnerId vendor;
        try {
            vendor = new PartnerId(chain);
        } catch (IllegalArgumentException noId) {
            throw Refused.notFound();
        }
        if (!caller.sees(List.of(vendor), null) || !exists(vendor)) {
            throw Refused.notFound();
        }
    }

    /** A vendor's from its first moment on, and as long as anything was recorded of it. */
    private boolean exists(PartnerId vendor) {
        return trail.end(vendor.value()).sequence() > 0
                || partners.load(vendor)
                        .filter(partner -> partner.type() == PartnerType.VENDOR)
                        .isPresent();
    }

    private static void requireReader(Caller caller) {
        if (!caller.may(Permission.READ_AUDIT)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }
}
