package io.keyway.partner.signin;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.kit.http.Refused;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.partners.Partners;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether somebody is who they say. An unknown user, a wrong password and an account of another
 * login domain are one answer and take the same time.
 */
@Component
class CheckPassword {

    private final Accounts accounts;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final Identities identities;
    private final Partners partners;

    CheckPassword(
            Accounts accounts,
            Passwords passwords,
            SignInThrottle throttle,
            Identities identities,
            Partners partners) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.identities = identities;
        this.partners = partners;
    }

    /** The account that may sign in; refuses everybody else. */
    Account signIn(Caller.Origin origin, SignIn body) {
        Account account =
                prove(origin, body).orElseThrow(() -> new Refused(ProblemCode.INVALID_CREDENTIALS));
        if (!identities.mayEnter(account)) {
            throw new Refused(ProblemCode.FORBIDDEN, "Access is switched off.");
        }
        return account;
    }

    private Optional<Account> prove(Caller.Origin origin, SignIn body) {
        Optional<Account> account = accounts.byEmail(body.username());
        String hash = account.map(Account::passwordHash).orElseGet(passwords::nobodysHash);
        boolean right =
                throttle.guess(
                        body.username(),
                        origin.address(),
                        () ->
                                passwords.matches(body.password(), hash)
                                        && account.filter(known -> signsInAt(origin, known))
                                                .isPresent());
        return account.filter(known -> right);
    }

    /** Whether it is the account's password; guessing here is slowed down like signing in. */
    boolean isPassword(Caller.Origin origin, Account account, String password) {
        return throttle.guess(
                account.email(),
                origin.address(),
                () -> passwords.matches(password, account.passwordHash()));
    }

    /** At a partner's login domain only its own branch signs in. */
    private boolean signsInAt(Caller.Origin origin, Account account) {
        return origin.loginDomain() == null
                || partners.atLoginDomain(origin.loginDomain())
                        .filter(partner -> identities.isBelow(account, partner.id()))
                        .isPresent();
    }
}
