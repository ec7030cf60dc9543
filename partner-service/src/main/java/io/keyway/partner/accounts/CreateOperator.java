package io.keyway.partner.accounts;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.partner.PartnerProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Creates the operator's account at the first start; later starts change nothing. */
@Component
class CreateOperator implements ApplicationRunner {

    private final Accounts accounts;
    private final Passwords passwords;
    private final PartnerProperties settings;
    private final Clock clock;

    CreateOperator(
            Accounts accounts, Passwords passwords, PartnerProperties settings, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String email = Account.login(settings.adminEmail());
        if (accounts.byEmail(email).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        accounts.createIfFree(
                new Account(
                        AccountId.next(),
                        List.of(),
                        Role.OPERATOR,
                        null,
                        null,
                        email,
                        "Operator",
                        passwords.hash(settings.adminPassword()),
                        Permission.ofVendor(),
                        false,
                        true,
                        now,
                        now));
    }
}
