package io.keyway.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.event.AccountEvent;
import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.CredentialEvent;
import io.keyway.contracts.event.CredentialEvent.CredentialState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * What authentication needs of partners, accounts, customers and credentials, in memory: all
 * partners, and of the others those that were asked for lately. Partners follow their events, which
 * come in order. An event about anything else only says that what is known of it is no longer true:
 * it is asked for again, so an event that is older than the answer does no harm.
 */
final class AccessView {

    private static final Logger LOG = LoggerFactory.getLogger(AccessView.class);

    private final ObjectReader json = ContractJson.mapper().readerFor(DomainEvent.class);
    private final Map<PartnerId, PartnerState> partners = new ConcurrentHashMap<>();
    private final Cache<AccountId, AccountState> accounts;
    private final Cache<CustomerId, CustomerState> customers;
    private final Cache<CredentialId, CredentialState> credentials;
    private final RecentChanges changes = new RecentChanges();

    /**
     * @param max accounts that are kept; as many customers, and as many credentials
     */
    AccessView(int max) {
        this.accounts = Caffeine.newBuilder().maximumSize(max).build();
        this.customers = Caffeine.newBuilder().maximumSize(max).build();
        this.credentials = Caffeine.newBuilder().maximumSize(max).build();
    }

    /** The identity that the credential stands for; empty if any part of it is not known here. */
    Optional<Identity> find(CredentialId id) {
        CredentialState credential = credentials.getIfPresent(id);
        AccountState account =
                credential == null ? null : accounts.getIfPresent(credential.accountId());
        if (credential == null || account == null) {
            return Optional.empty();
        }
        CustomerState customer =
                account.customerId() == null ? null : customers.getIfPresent(account.customerId());
        if (account.customerId() != null && customer == null) {
            return Optional.empty();
        }
        return path(account, customer)
                .map(path -> new Identity(credential, account, customer, path));
    }

    private Optional<List<PartnerState>> path(
            AccountState account, @Nullable CustomerState customer) {
        List<PartnerId> ids;
        if (customer != null) {
            ids = customer.path();
        } else if (account.partnerId() != null) {
            PartnerState partner = partners.get(account.partnerId());
            if (partner == null) {
                return Optional.empty();
            }
            ids = partner.path();
        } else {
            ids = List.of();
        }
        List<PartnerState> path = new ArrayList<>(ids.size());
        for (PartnerId id : ids) {
            PartnerState partner = partners.get(id);
            if (partner == null) {
                return Optional.empty();
            }
            path.add(partner);
        }
        return Optional.of(path);
    }

    /** The events so far: what is asked for now is at least as new as they are. */
    long asOf() {
        return changes.count();
    }

    /**
     * Whether an event about any part of the identity has come since.
     *
     * @param asOf from before the identity was asked for
     */
    boolean changedSince(long asOf, Identity identity) {
        return changes.anySince(asOf, ids(identity));
    }

    private static List<Id> ids(Identity identity) {
        List<Id> ids = new ArrayList<>();
        ids.add(identity.credential().id());
        ids.add(identity.account().id());
        if (identity.customer() != null) {
            ids.add(identity.customer().id());
        }
        identity.partners().forEach(partner -> ids.add(partner.id()));
        return ids;
    }

    /**
     * Keeps the answer to a question, unless an event says that it may be out of date.
     *
     * @param asOf from before it was asked
     */
    void learn(Identity identity, long asOf) {
        CustomerState customer = identity.customer();
        changes.ifNoneSince(
                asOf,
                ids(identity),
                () -> {
                    credentials.put(identity.credential().id(), identity.credential());
                    accounts.put(identity.account().id(), identity.account());
                    if (customer != null) {
                        customers.put(customer.id(), customer);
                    }
                });
    }

    /**
     * Applies one record. What a record is about that this version cannot read is not known any
     * more: it is asked for.
     */
    void apply(String key, byte @Nullable [] payload) {
        if (payload == null) {
            return;
        }
        DomainEvent event;
        try {
            event = json.readValue(payload);
        } catch (JacksonException unknown) {
            LOG.warn(
                    "skipped a record that this version cannot read: {}",
                    unknown.getOriginalMessage());
            partners.keySet().removeIf(id -> id.value().equals(key));
            forget();
            return;
        }
        switch (event) {
            case PartnerDeleted(PartnerState partner) ->
                    changed(partner.id(), () -> partners.remove(partner.id()));
            case PartnerEvent changed ->
                    changed(
                            changed.partner().id(),
                            () -> partners.put(changed.partner().id(), changed.partner()));
            case AccountEvent changed -> {
                AccountId id = changed.account().id();
                changed(id, () -> accounts.invalidate(id));
            }
            case CredentialEvent changed -> {
                CredentialId id = changed.credential().id();
                changed(id, () -> credentials.invalidate(id));
            }
            case CustomerEvent changed -> {
                CustomerId id = changed.customer().id();
                changed(id, () -> customers.invalidate(id));
            }
            default -> LOG.warn("an event of another topic: {}", event.getClass().getSimpleName());
        }
    }

    private void changed(Id id, Runnable effect) {
        changes.note(id, effect);
    }

    /** Forgets all but the partners: events about the others may have been missed. */
    void forget() {
        changes.noteAll(
                () -> {
                    accounts.invalidateAll();
                    customers.invalidateAll();
                    credentials.invalidateAll();
                });
    }

    /** Removes now what is beyond the bounds; otherwise it is removed in the background. */
    void compact() {
        accounts.cleanUp();
        customers.cleanUp();
        credentials.cleanUp();
    }

    long size() {
        return partners.size()
                + accounts.estimatedSize()
                + customers.estimatedSize()
                + credentials.estimatedSize();
    }
}
