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

/** All who sign in. */
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

    /** Those of them that are there, for the service itself. */
    public List<Account> byIds(Collection<AccountId> ids) {
        return accounts.loadAll(ids).stream().map(Stored::state).toList();
    }

    /**
     * A new account; its own id makes it the same one when the request is repeated. Refused if
     * another account signs in with its e-mail.
     */
    public void create(Account account) {
        if (!createIfFree(account)) {
            throw emailInUse();
        }
    }

    /**
     * @return whether the e-mail is this account's now
     */
    boolean createIfFree(Account account) {
        return accounts.insert(account, new AccountCreated(account.toState())).isPresent();
    }

    /** Takes the account away; its e-mail is free again. */
    public void discard(AccountId id) {
        for (Optional<Stored<Account>> found = accounts.load(id);
                found.isPresent();
                found = accounts.load(id)) {
            if (accounts.delete(found.get(), new AccountDeleted(found.get().state().toState()))) {
                return;
            }
        }
    }

    /** The account, if it is one of the partner's and the caller sees it. */
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

    /** All of them, for the service itself. */
    public List<Account> ofPartner(PartnerId partner) {
        return accounts.loadAll(of(partner)).stream().map(Stored::state).toList();
    }

    /** Refuses an e-mail with which another account signs in. */
    public void requireFree(String email, AccountId id) {
        if (byEmail(email).filter(found -> !found.id().equals(id)).isPresent()) {
            throw emailInUse();
        }
    }

    /**
     * Lets the account sign in with the e-mail that the partner or customer has whose account it
     * is.
     *
     * @param email theirs, read anew for each attempt: of two changes at once both end with the
     *     last
     * @param takeBack somebody else was faster: in place of the first, which is in use, gives them
     *     the second, with which the account still signs in
     */
    public void follow(AccountId id, Supplier<String> email, BiConsumer<String, String> takeBack) {
        String[] login = new String[1];
        try {
            accounts.change(
                    id,
                    account -> {
                        login[0] = email.get();
                        return login[0].equals(account.state().email())
                                ? Decision.keep()
                                : Decision.change(account.state().calledBy(login[0]));
                    });
        } catch (TakenException e) {
            byId(id).ifPresent(account -> takeBack.accept(login[0], account.email()));
            throw emailInUse();
        }
    }

    private static Refused emailInUse() {
        return Refused.invalid("email", "is in use").get();
    }

    /** The account of a customer that belongs to another partner now. */
    public void move(AccountId id, List<PartnerId> scope) {
        accounts.change(
                id,
                account ->
                        account.state().scope().equals(scope)
                                ? Decision.keep()
                                : Decision.change(account.state().in(scope)));
    }

    private static Bson of(PartnerId partner) {
        return eq("state.partnerId", partner.value());
    }

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

    /** What was opened with the old password lets in no more, but for API keys. */
    public void changePassword(AccountId id, String hash) {
        edit(id, account -> account.state().withPassword(hash, false, clock.instant()));
    }

    /** Gives it a password that it must change; see {@link #changePassword}. */
    public Stored<Account> resetPassword(AccountId id, String hash) {
        return edit(id, account -> account.state().withPassword(hash, true, clock.instant()));
    }

    /** What was opened before lets in no more, even when it is active again, but for API keys. */
    public Stored<Account> setActive(AccountId id, boolean active) {
        return edit(
                id,
                account ->
                        account.state().active() == active
                                ? account.state()
                                : account.state().withActive(active, clock.instant()));
    }
}
