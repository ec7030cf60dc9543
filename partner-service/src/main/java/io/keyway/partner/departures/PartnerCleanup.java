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

/** What a deleted partner leaves behind: each step may be done again. */
@Component
class PartnerCleanup {

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

    void onEvent(PartnerEvent event) {
        switch (event) {
            case PartnerDeleted(PartnerState gone) -> settle(gone.id());
            case PartnerCreated(PartnerState made) -> requireParent(made);
            case PartnerChanged same -> {}
            case PartnerActivated same -> {}
            case PartnerDeactivated same -> {}
        }
    }

    private void settle(PartnerId gone) {
        if (partners.load(gone).isPresent()) {
            return; // Its creation was taken back, and then repeated.
        }
        clearAccess(gone);
        portfolios.withdraw(gone);
        ownership.settleAll(gone);
    }

    /** Its accounts with all that they signed in with. */
    void clearAccess(PartnerId gone) {
        for (Account account : accounts.ofPartner(gone)) {
            credentials.endAll(account.id());
            accounts.discard(account.id());
            credentials.endAll(account.id()); // One may have signed in meanwhile.
        }
    }

    /** Made below one that was just being deleted, by a process that died before it noticed. */
    private void requireParent(PartnerState made) {
        PartnerId parent = made.parentId();
        if (parent != null && partners.load(parent).isEmpty()) {
            partners.discard(made.id());
        }
    }
}
