package io.keyway.partner.signin;

import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credential;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.customers.Customers;
import io.keyway.partner.partners.Partners;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Collects what decides whether a credential is accepted: its account, customer and partners. The
 * gateways keep a copy of this; here is the original.
 */
@Component
class Identities {

    private final Accounts accounts;
    private final Credentials credentials;
    private final Partners partners;
    private final Customers customers;

    Identities(Accounts accounts, Credentials credentials, Partners partners, Customers customers) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.partners = partners;
        this.customers = customers;
    }

    /** The identity behind an access token or API key; a refresh token has none. */
    Optional<Identity> of(CredentialId id) {
        return credentials
                .find(id)
                .filter(credential -> credential.kind() != Kind.RT)
                .flatMap(
                        credential ->
                                accounts.byId(credential.accountId())
                                        .flatMap(account -> identity(credential, account)));
    }

    private Optional<Identity> identity(Credential credential, Account account) {
        CustomerState customer = customerOf(account);
        return path(account, customer)
                .map(path -> new Identity(credential.toState(), account.toState(), customer, path));
    }

    /** Whether a credential of the account would be accepted now. */
    boolean hasAccess(Account account) {
        CustomerState customer = customerOf(account);
        boolean customerActive =
                account.role() != Role.CUSTOMER || (customer != null && customer.active());
        return account.active()
                && customerActive
                && path(account, customer)
                        .filter(Identities::allActive)
                        .filter(path -> isPortalOpen(account, path))
                        .isPresent();
    }

    private static boolean allActive(List<PartnerState> path) {
        return path.stream().allMatch(partner -> partner.status() == PartnerStatus.ACTIVE);
    }

    /** A vendor's portal switch concerns the partners below it, not the vendor and customers. */
    private static boolean isPortalOpen(Account account, List<PartnerState> path) {
        return account.role() != Role.PARTNER || path.size() < 2 || path.getFirst().portalEnabled();
    }

    /** Whether the account belongs to the partner or to one below it. */
    boolean isBelow(Account account, PartnerId partner) {
        CustomerState customer = customerOf(account);
        return (customer != null ? customer.path() : account.scope()).contains(partner);
    }

    private @Nullable CustomerState customerOf(Account account) {
        return account.customerId() == null
                ? null
                : customers
                        .load(account.customerId())
                        .map(customer -> customer.toState())
                        .orElse(null);
    }

    /** The partners from the vendor down to the account's; empty if one of them was deleted. */
    private Optional<List<PartnerState>> path(Account account, @Nullable CustomerState customer) {
        List<PartnerId> ids = customer != null ? customer.path() : account.scope();
        List<PartnerState> path = new ArrayList<>(ids.size());
        for (PartnerId id : ids) {
            partners.load(id).ifPresent(partner -> path.add(partner.toState()));
        }
        return path.size() == ids.size() ? Optional.of(path) : Optional.empty();
    }
}
