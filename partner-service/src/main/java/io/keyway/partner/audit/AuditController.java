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
import io.keyway.partner.audit.AuditTrail.Checkpoint;
import io.keyway.partner.audit.AuditTrail.Filter;
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

/** Reading the audit trail, and the data for verifying it. */
@Validated
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    /**
     * The account that acted, as it is now.
     *
     * @param name the person's name
     * @param email e-mail address with which it signs in
     * @param partnerId its partner, or its customer's partner; absent for the operator
     */
    record ActingAccount(String name, String email, @Nullable PartnerId partnerId) {

        static ActingAccount from(Account account) {
            return new ActingAccount(
                    account.name(),
                    account.email(),
                    account.scope().isEmpty() ? null : account.scope().getLast());
        }
    }

    /**
     * A record of the audit trail.
     *
     * @param id the record
     * @param sequence its number in the vendor's chain, from 1
     * @param at when it happened
     * @param actor who acted and from where; empty for an actor outside the caller's branch
     * @param account the account that acted; absent without a signed-in account, for a deleted
     *     account and for one outside the caller's branch
     * @param outside true if the actor is outside the caller's branch
     * @param action what was done, like {@code partner.created}
     * @param resource what it was done to
     * @param changes changed fields with old and new values
     * @param names current names of the partners, customers, accounts and plans that the record
     *     mentions, by id, as far as the caller may see them
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

        static AuditRecordResponse from(AuditRecord record, RecordNames.VisibleNames names) {
            AuditEntry entry = record.entry();
            Account account = names.account(entry.actor());
            boolean outside = names.isOutside(entry.actor());
            return new AuditRecordResponse(
                    record.id(),
                    record.sequence(),
                    entry.at(),
                    outside ? UNKNOWN_ACTOR : entry.actor(),
                    account == null ? null : ActingAccount.from(account),
                    outside,
                    entry.action(),
                    entry.resource(),
                    entry.changes(),
                    names.of(entry));
        }
    }

    private static final AuditActor UNKNOWN_ACTOR =
            new AuditActor(null, null, null, null, null, null, null, null);

    /**
     * A record of a chain, for verifying it.
     *
     * @param sequence its number in the chain, from 1
     * @param text the hashed text: sequence and entry as JSON
     * @param previousHash hash of the record before it
     * @param hash hash over the previous hash and the text
     */
    record ChainedRecord(long sequence, String text, String previousHash, String hash) {}

    /**
     * A part of a chain.
     *
     * @param chain id of the chain's vendor, or {@code operator}
     * @param publicKey Ed25519 key that verifies the checkpoints: X.509 in base64
     * @param end signed statement of the chain's newest record
     * @param items records in order
     * @param checkpoints signed checkpoints at these records
     */
    record ChainResponse(
            String chain,
            String publicKey,
            Checkpoint end,
            List<ChainedRecord> items,
            List<Checkpoint> checkpoints) {}

    private final AuditTrail trail;
    private final AuditKey key;
    private final RecordNames recordNames;
    private final Partners partners;

    AuditController(AuditTrail trail, AuditKey key, RecordNames recordNames, Partners partners) {
        this.trail = trail;
        this.key = key;
        this.recordNames = recordNames;
        this.partners = partners;
    }

    /**
     * List audit records. What was done in the caller's branch, and what was refused there because
     * it lies outside the actor's; newest first. Nothing is shown about actors outside the caller's
     * branch. Needs the permission {@code read_audit} ({@code forbidden}).
     *
     * @param from only records at or after this instant; absent for all
     * @param to only records before this instant; absent for all
     * @param actor only records of this account; absent for all
     * @param resource only records about the resource with this id, at most 64 characters; absent
     *     for all
     * @return a page of records
     */
    @GetMapping
    Page<AuditRecordResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable AccountId actor,
            @RequestParam(required = false) @Nullable @Size(max = 64) String resource) {
        requireReader(caller);
        if (actor != null && recordNames.isOutside(caller, actor)) {
            return new Page<>(
                    List.of(), null); // Its records here would reveal whose account it is.
        }
        Page<AuditRecord> records = trail.page(caller, new Filter(from, to, actor, resource), page);
        RecordNames.VisibleNames names =
                recordNames.of(caller, records.items().stream().map(AuditRecord::entry).toList());
        return records.map(record -> AuditRecordResponse.from(record, names));
    }

    /**
     * Get a part of an audit chain, for verifying it. Readable by the chain's vendor and by the
     * operator with the permission {@code read_audit}; others get {@code not_found}. Each record's
     * hash covers the record before it.
     *
     * @param chain id of the vendor, or {@code operator} for the operator's own chain
     * @param after sequence after which the records start; 0 by default
     * @param limit records at most, 1 to 200; 200 by default
     * @return the records with their hashes, and the signed checkpoints
     */
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
                trail.signed(trail.head(chain)),
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

    /** A vendor's chain exists as soon as the vendor does, and stays after it is deleted. */
    private boolean exists(PartnerId vendor) {
        return trail.head(vendor.value()).sequence() > 0
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
