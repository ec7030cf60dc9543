package io.keyway.partner.departures;

import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerActivated;
import io.keyway.contracts.event.PartnerEvent.PartnerChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.event.PartnerEvent.PartnerDeactivated;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.customers.CustomerOwnership;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.portfolio.Portfolios;
import org.springframework.stereotype.Component;

/** Clears what a deleted partner leaves behind. Every step may be repeated. */
@Component
public class PartnerCleanup {

    private final Partners partners;
    private final Accounts accounts;
    private final Credentials credentials;
    private final CustomerOwnership ownership;
    private final Portfolios portfolios;

    PartnerCleanup(
            Partners partners,
            Accounts accounts,
            Credentials credentials,
            CustomerOwnership ownership,
            Portfolios portfolios) {
        this.partners = partners;
        this.accounts = accounts;
        this.credentials = credentials;
        this.ownership = ownership;
        this.portfolios = portfolios;
    }

    public void onEvent(PartnerEvent event) {
        switch (event) {
            case PartnerDeleted(PartnerState deleted) -> cleanUp(deleted.id());
            case PartnerCreated(PartnerState created) -> requireParent(created);
            case PartnerChanged same -> {}
            case PartnerActivated same -> {}
            case PartnerDeactivated same -> {}
        }
    }

    private void cleanUp(PartnerId deleted) {
        if (partners.load(deleted).isPresent()) {
            return; // Created again: a repeated request has the same partner id.
        }
        deleteAccounts(deleted);
        portfolios.withdraw(deleted);
        ownership.reassignAll(deleted);
    }

    /** Deletes the partner's accounts with their tokens and keys. */
    void deleteAccounts(PartnerId deleted) {
        for (Account account : accounts.ofPartner(deleted)) {
            credentials.revokeAll(account.id());
            accounts.delete(account.id());
            credentials.revokeAll(account.id()); // For a sign-in that happened in between.
        }
    }

    /** Deletes a partner created below a deleted one by a process that died before it noticed. */
    private void requireParent(PartnerState created) {
        PartnerId parent = created.parentId();
        if (parent != null && partners.load(parent).isEmpty()) {
            partners.delete(created.id());
        }
    }
}
