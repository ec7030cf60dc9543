package io.keyway.gateway.access;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.event.AccountEvent.AccountChanged;
import io.keyway.contracts.event.AccountEvent.AccountCreated;
import io.keyway.contracts.event.AccountEvent.AccountDeleted;
import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.AccountEvent.CredentialIssued;
import io.keyway.contracts.event.AccountEvent.CredentialRevoked;
import io.keyway.contracts.event.AccountEvent.CredentialState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
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
 * The contents of the topics partners, accounts and customers in memory, as far as authentication
 * needs them. Records of one key come in order, so the last one is valid.
 */
final class AccessView {

    private static final Logger LOG = LoggerFactory.getLogger(AccessView.class);

    private final ObjectReader json = ContractJson.mapper().readerFor(DomainEvent.class);
    private final Map<PartnerId, PartnerState> partners = new ConcurrentHashMap<>();
    private final Map<AccountId, AccountState> accounts = new ConcurrentHashMap<>();
    private final Map<CustomerId, CustomerState> customers = new ConcurrentHashMap<>();
    private final Map<CredentialId, CredentialState> credentials = new ConcurrentHashMap<>();
    private volatile Instant removedAt = Instant.MIN;

    /** The identity that the credential stands for; empty if any part of it is missing. */
    Optional<Identity> find(CredentialId id) {
        CredentialState credential = credentials.get(id);
        AccountState account = credential == null ? null : accounts.get(credential.accountId());
        if (credential == null || account == null) {
            return Optional.empty();
        }
        CustomerState customer =
                account.customerId() == null ? null : customers.get(account.customerId());
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

    /**
     * Applies one record. A record that this version cannot read is ignored: partner-service is
     * then asked about its subject.
     */
    void apply(byte @Nullable [] payload, Instant now) {
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
            return;
        }
        switch (event) {
            case PartnerDeleted(PartnerState partner) -> {
                partners.remove(partner.id());
                removedAt = now;
            }
            case PartnerEvent changed -> partners.put(changed.partner().id(), changed.partner());
            case AccountCreated(AccountState account) -> accounts.put(account.id(), account);
            case AccountChanged(AccountState account) -> accounts.put(account.id(), account);
            case AccountDeleted(AccountState account) -> {
                accounts.remove(account.id());
                removedAt = now;
            }
            case CredentialIssued(CredentialState credential) -> {
                if (credential.expiresAt() == null || now.isBefore(credential.expiresAt())) {
                    credentials.put(credential.id(), credential);
                }
            }
            case CredentialRevoked(CredentialState credential) -> {
                credentials.remove(credential.id());
                removedAt = now;
            }
            case CustomerEvent changed ->
                    customers.put(changed.customer().id(), changed.customer());
            default -> LOG.warn("an event of another topic: {}", event.getClass().getSimpleName());
        }
    }

    /**
     * When the view last received a tombstone. What it does not know may have been removed by it.
     */
    Instant removedAt() {
        return removedAt;
    }

    /** Removes expired credentials, which would only take memory. */
    void forgetExpired(Instant now) {
        credentials
                .values()
                .removeIf(
                        credential ->
                                credential.expiresAt() != null
                                        && !now.isBefore(credential.expiresAt()));
    }

    int size() {
        return partners.size() + accounts.size() + customers.size() + credentials.size();
    }
}
