package io.keyway.partner.audit;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AuditEvent.AuditActor;
import io.keyway.contracts.event.AuditEvent.AuditEntry;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.customers.Customers;
import io.keyway.partner.network.Catalog;
import io.keyway.partner.partners.Partners;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the current names behind the ids in audit records, as far as the reader may see them. The
 * records themselves are not changed. A page costs one query for each kind of id.
 */
@Component
final class RecordNames {

    private static final Pattern ID = Pattern.compile("\\b(?:acc|prt|cus|pln)_[0-9a-z]{26}\\b");

    private final Accounts accounts;
    private final Partners partners;
    private final Customers customers;
    private final Catalog catalog;

    RecordNames(Accounts accounts, Partners partners, Customers customers, Catalog catalog) {
        this.accounts = accounts;
        this.partners = partners;
        this.customers = customers;
        this.catalog = catalog;
    }

    /**
     * The names of the accounts, partners, customers and plans of a page that the reader may see.
     */
    record VisibleNames(
            Caller reader, Map<AccountId, Account> accounts, Map<String, String> names) {

        /** The account that acted; null if it was deleted or the reader may not see it. */
        @Nullable Account account(AuditActor actor) {
            Account account = actor.accountId() == null ? null : accounts.get(actor.accountId());
            return account != null && reader.sees(account.scope(), account.customerId())
                    ? account
                    : null;
        }

        /**
         * Whether the account that acted is outside the reader's branch. Of a deleted account that
         * is known only if it was the operator's or of a partner above the reader.
         */
        boolean isOutside(AuditActor actor) {
            if (actor.accountId() == null || reader.role() == Role.OPERATOR) {
                return false;
            }
            if (accounts.containsKey(actor.accountId())) {
                return account(actor) == null;
            }
            PartnerId partner = actor.partnerId();
            return actor.role() == Role.OPERATOR
                    || (partner != null
                            && reader.path().contains(partner)
                            && !partner.equals(reader.partnerId()));
        }

        /**
         * The names of everything that the record mentions, and of the acting account's partner, by
         * id.
         */
        Map<String, String> of(AuditEntry entry) {
            Account acting = account(entry.actor());
            Map<String, String> found = new TreeMap<>();
            Stream.concat(idsIn(entry), acting == null ? Stream.of() : partnerOf(acting))
                    .filter(names::containsKey)
                    .forEach(id -> found.put(id, Objects.requireNonNull(names.get(id))));
            return found;
        }
    }

    /** Whether the account exists and the reader may not see it. */
    boolean isOutside(Caller reader, AccountId id) {
        return accounts.byId(id)
                .filter(account -> !reader.sees(account.scope(), account.customerId()))
                .isPresent();
    }

    VisibleNames of(Caller reader, List<AuditEntry> entries) {
        Set<String> ids = entries.stream().flatMap(RecordNames::idsIn).collect(Collectors.toSet());
        Map<AccountId, Account> people =
                accounts.byIds(idsWithPrefix("acc", ids, AccountId::new)).stream()
                        .collect(Collectors.toMap(Account::id, account -> account));
        Map<String, String> names = new HashMap<>();
        people.values().stream()
                .filter(account -> reader.sees(account.scope(), account.customerId()))
                .forEach(account -> names.put(account.id().value(), account.name()));
        people.values().stream().flatMap(RecordNames::partnerOf).forEach(ids::add);
        partners.byIds(idsWithPrefix("prt", ids, PartnerId::new)).stream()
                .filter(partner -> reader.sees(partner.scope(), null))
                .forEach(partner -> names.put(partner.id().value(), partner.name()));
        customers.byIds(idsWithPrefix("cus", ids, CustomerId::new)).stream()
                .filter(customer -> reader.sees(customer.scope(), customer.id()))
                .forEach(
                        customer ->
                                names.put(
                                        customer.id().value(),
                                        customer.firstName() + " " + customer.lastName()));
        catalog.plans(idsWithPrefix("pln", ids, PlanId::new)).stream()
                .filter(plan -> reader.sees(plan.path(), null))
                .forEach(plan -> names.put(plan.id().value(), plan.name()));
        return new VisibleNames(reader, people, names);
    }

    /** The partner of the account or of its customer; none for the operator. */
    private static Stream<String> partnerOf(Account account) {
        return account.scope().stream()
                .skip(Math.max(0, account.scope().size() - 1))
                .map(PartnerId::value);
    }

    private static <I> List<I> idsWithPrefix(
            String prefix, Set<String> ids, Function<String, I> id) {
        return ids.stream().filter(one -> one.startsWith(prefix)).map(id).toList();
    }

    private static Stream<String> idsIn(AuditEntry entry) {
        AuditActor actor = entry.actor();
        StringBuilder text =
                new StringBuilder(entry.resource().id())
                        .append(' ')
                        .append(actor.accountId())
                        .append(' ')
                        .append(actor.partnerId())
                        .append(' ')
                        .append(actor.customerId());
        entry.changes()
                .forEach(
                        change ->
                                text.append(' ')
                                        .append(change.before())
                                        .append(' ')
                                        .append(change.after()));
        return ID.matcher(text).results().map(MatchResult::group);
    }
}
