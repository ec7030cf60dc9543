package io.keyway.partner.accounts;

import io.keyway.contracts.event.AccountEvent.AccountChanged;
import io.keyway.contracts.event.AccountEvent.AccountCreated;
import io.keyway.contracts.event.AccountEvent.AccountDeleted;
import io.keyway.contracts.id.AccountId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All who sign in. */
@Component
public final class Accounts {

    private final Aggregates<Account> accounts;
    private final Clock clock;

    Accounts(Store store, Clock clock) {
        this.accounts = store.aggregates("accounts", Account.class).unique("state.email");
        this.clock = clock;
    }

    public Optional<Account> byEmail(String email) {
        return accounts.loadBy("state.email", Account.login(email)).map(Stored::state);
    }

    public Optional<Account> byId(AccountId id) {
        return accounts.load(id).map(Stored::state);
    }

    /**
     * A new account; its own id makes it the same one when the request is repeated.
     *
     * @return whether the e-mail is this account's now
     */
    public boolean create(Account account) {
        return accounts.insert(account, new AccountCreated(account.told())).isPresent();
    }

    /** Takes back an account whose partner or customer could not be made. */
    public void discard(AccountId id) {
        accounts.load(id)
                .ifPresent(
                        account ->
                                accounts.delete(
                                        account, new AccountDeleted(account.state().told())));
    }

    public void changePassword(AccountId id, String hash) {
        Instant now = clock.instant();
        accounts.change(
                id,
                account -> {
                    Account next = account.state().withPassword(hash, now);
                    return Decision.change(next, new AccountChanged(next.told()));
                });
    }
}
