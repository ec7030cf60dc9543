package io.keyway.partner.accounts;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.AccountEvent.AccountChanged;
import io.keyway.contracts.event.AccountEvent.AccountCreated;
import io.keyway.contracts.event.AccountEvent.AccountDeleted;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.kit.store.TakenException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** Stores the accounts of the operator, of partners and of customers. */
@Component
public final class Accounts {

    private final Aggregates<Account> accounts;
    private final Clock clock;

    Accounts(Store store, Clock clock) {
        this.accounts =
                store.aggregates("accounts", Account.class)
                        .unique("state.email")
                        .indexed("state.partnerId", "_id");
        this.clock = clock;
    }

    public Optional<Account> byEmail(String email) {
        return accounts.loadBy("state.email", Account.login(email)).map(Stored::state);
    }

    public Optional<Account> byId(AccountId id) {
        return accounts.load(id).map(Stored::state);
    }

    /** The accounts that exist among these, without a scope check. */
    public List<Account> byIds(Collection<AccountId> ids) {
        return accounts.loadAll(ids).stream().map(Stored::state).toList();
    }

    /**
     * Stores a new account; repeating it with the same id changes nothing.
     *
     * @throws Refused {@code invalid_request} if another account has the e-mail
     */
    public void create(Account account) {
        if (!createIfFree(account)) {
            throw emailInUse();
        }
    }

    /**
     * Stores a new account, unless another one has its e-mail.
     *
     * @return whether the e-mail is this account's now
     */
    boolean createIfFree(Account account) {
        return accounts.insert(account, new AccountCreated(account.toState())).isPresent();
    }

    /** Deletes the account; its e-mail is free again. May be repeated. */
    public void delete(AccountId id) {
        for (Optional<Stored<Account>> found = accounts.load(id);
                found.isPresent();
                found = accounts.load(id)) {
            if (accounts.delete(found.get(), new AccountDeleted(found.get().state().toState()))) {
                return;
            }
        }
    }

    /**
     * The account, if it is one of the partner's and the caller may see it.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public Stored<Account> find(Caller caller, PartnerId partner, AccountId id) {
        return accounts.find(caller, id)
                .filter(found -> partner.equals(found.state().partnerId()))
                .orElseThrow(Refused::notFound);
    }

    public Page<Stored<Account>> page(Caller caller, PartnerId partner, PageRequest page) {
        return accounts.page(caller, of(partner), page);
    }

    public long count(Caller caller, PartnerId partner) {
        return accounts.count(caller, of(partner));
    }

    /** All accounts of the partner, without a scope check. */
    public List<Account> ofPartner(PartnerId partner) {
        return accounts.loadAll(of(partner)).stream().map(Stored::state).toList();
    }

    /**
     * @throws Refused {@code invalid_request} if another account has the e-mail
     */
    public void requireEmailFree(String email, AccountId id) {
        if (byEmail(email).filter(found -> !found.id().equals(id)).isPresent()) {
            throw emailInUse();
        }
    }

    /**
     * Gives the account the new e-mail of its partner or customer.
     *
     * @param email reads the owner's current e-mail; called again for each attempt, so that of two
     *     concurrent changes the last one wins for both
     * @param takeBack called if another account has taken the e-mail meanwhile: replaces the taken
     *     e-mail (first argument) of the owner by the one that the account still has (second)
     * @throws Refused {@code invalid_request} if another account has taken the e-mail
     */
    public void changeEmail(
            AccountId id, Supplier<String> email, BiConsumer<String, String> takeBack) {
        String[] login = new String[1];
        try {
            accounts.change(
                    id,
                    account -> {
                        login[0] = email.get();
                        return login[0].equals(account.state().email())
                                ? Decision.keep()
                                : Decision.change(account.state().withEmail(login[0]));
                    });
        } catch (TakenException e) {
            byId(id).ifPresent(account -> takeBack.accept(login[0], account.email()));
            throw emailInUse();
        }
    }

    private static Refused emailInUse() {
        return Refused.invalid("email", "is in use").get();
    }

    /** Moves the account of a customer that belongs to another partner now. */
    public void move(AccountId id, List<PartnerId> scope) {
        accounts.change(
                id,
                account ->
                        account.state().scope().equals(scope)
                                ? Decision.keep()
                                : Decision.change(account.state().withScope(scope)));
    }

    private static Bson of(PartnerId partner) {
        return eq("state.partnerId", partner.value());
    }

    /** Changes the account and publishes it, unless nothing changed. */
    public Stored<Account> edit(AccountId id, Function<Stored<Account>, Account> edit) {
        return accounts.change(
                        id,
                        stored -> {
                            Account next = edit.apply(stored);
                            return next.equals(stored.state())
                                    ? Decision.keep()
                                    : Decision.change(next, new AccountChanged(next.toState()));
                        })
                .orElseThrow(Refused::notFound);
    }

    /** Sets a password that the account's owner chose; tokens issued before are refused. */
    public void changePassword(AccountId id, String hash) {
        edit(id, account -> account.state().withPassword(hash, false, clock.instant()));
    }

    /**
     * Sets a password that must be changed at the next sign-in; tokens issued before are refused.
     */
    public Stored<Account> resetPassword(AccountId id, String hash) {
        return edit(id, account -> account.state().withPassword(hash, true, clock.instant()));
    }

    /** Activates or deactivates it; tokens issued before stay refused when it is active again. */
    public Stored<Account> setActive(AccountId id, boolean active) {
        return edit(
                id,
                account ->
                        account.state().active() == active
                                ? account.state()
                                : account.state().withActive(active, clock.instant()));
    }
}
