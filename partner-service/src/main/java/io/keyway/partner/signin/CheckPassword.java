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
 * Checks user names and passwords. An unknown user, a wrong password and an account of another
 * login domain get the same answer after the same time.
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

    /**
     * The account, if the password is right and it has access.
     *
     * @throws Refused {@code invalid_credentials}, {@code forbidden} or {@code too_many_requests}
     */
    Account signIn(Caller.Origin origin, SignIn body) {
        Account account =
                authenticate(origin, body)
                        .orElseThrow(() -> new Refused(ProblemCode.INVALID_CREDENTIALS));
        if (!identities.hasAccess(account)) {
            throw new Refused(ProblemCode.FORBIDDEN, "Access is switched off.");
        }
        return account;
    }

    private Optional<Account> authenticate(Caller.Origin origin, SignIn body) {
        Optional<Account> account = accounts.byEmail(body.username());
        String hash = account.map(Account::passwordHash).orElseGet(passwords::dummyHash);
        boolean right =
                throttle.guess(
                        body.username(),
                        origin.address(),
                        () ->
                                passwords.matches(body.password(), hash)
                                        && account.filter(known -> maySignInAt(origin, known))
                                                .isPresent());
        return account.filter(known -> right);
    }

    /** Whether it is the account's password; wrong guesses are throttled as at sign-in. */
    boolean isPassword(Caller.Origin origin, Account account, String password) {
        return throttle.guess(
                account.email(),
                origin.address(),
                () -> passwords.matches(password, account.passwordHash()));
    }

    /** At a partner's login domain only accounts of its branch sign in. */
    private boolean maySignInAt(Caller.Origin origin, Account account) {
        return origin.loginDomain() == null
                || partners.atLoginDomain(origin.loginDomain())
                        .filter(partner -> identities.isBelow(account, partner.id()))
                        .isPresent();
    }
}
