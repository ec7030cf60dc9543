package io.keyway.contracts.access;

import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.AccountEvent.CredentialKind;
import io.keyway.contracts.event.AccountEvent.CredentialState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides whether a credential lets somebody in, and as whom. The gateway puts it together
 * from the topics; while those are away, partner-service answers it ({@code GET
 * /internal/identities/{id}}).
 *
 * @param customer of a customer's account
 * @param partners from the vendor down to the account's partner (or the customer's); empty for the
 *     operator
 */
public record Identity(
        CredentialState credential,
        AccountState account,
        @Nullable CustomerState customer,
        List<PartnerState> partners) {

    public sealed interface Verdict {

        /**
         * @param mustChangePassword until it has, it may only see itself and change its password
         */
        record Allowed(Caller caller, boolean mustChangePassword) implements Verdict {}

        /**
         * @param reason for the log, never for the client
         */
        record Refused(String reason) implements Verdict {}
    }

    /** Judges the credential at this instant: every partner on the path must be active. */
    public Verdict judge(CredentialToken token, Instant now) {
        if (!token.id().equals(credential.id()) || !token.matches(credential.secretHash())) {
            return new Verdict.Refused("wrong secret");
        }
        if (credential.expiresAt() != null && !now.isBefore(credential.expiresAt())) {
            return new Verdict.Refused("expired");
        }
        if (!account.id().equals(credential.accountId())
                || !account.active()
                || isOfAnEndedSession()) {
            return new Verdict.Refused("account inactive or its sessions ended");
        }
        if (partners.stream().anyMatch(partner -> partner.status() != PartnerStatus.ACTIVE)) {
            return new Verdict.Refused("a partner on the path is inactive");
        }
        if (account.role() == Role.PARTNER
                && partners.size() > 1
                && !partners.getFirst().portalEnabled()) {
            return new Verdict.Refused("the vendor's partner portal is off");
        }
        if (account.role() == Role.CUSTOMER && (customer == null || !customer.active())) {
            return new Verdict.Refused("customer inactive");
        }
        if (!leadsToTheAccount()) {
            return new Verdict.Refused("the path is not the account's");
        }
        return new Verdict.Allowed(caller(), account.mustChangePassword());
    }

    /** A machine's key outlives the password of whoever made it; it is withdrawn by itself. */
    private boolean isOfAnEndedSession() {
        return credential.kind() != CredentialKind.API_KEY
                && credential.issuedAt().isBefore(account.sessionsValidFrom());
    }

    /** Parts that were told at different times may not belong together yet, or not any more. */
    private boolean leadsToTheAccount() {
        return switch (account.role()) {
            case OPERATOR ->
                    partners.isEmpty()
                            && account.partnerId() == null
                            && account.customerId() == null;
            case PARTNER -> account.customerId() == null && endsAt(account.partnerId());
            case CUSTOMER ->
                    account.partnerId() == null
                            && customer != null
                            && customer.id().equals(account.customerId())
                            && endsAt(customer.partnerId());
            case ANONYMOUS, GATEWAY -> false;
        };
    }

    private boolean endsAt(@Nullable PartnerId id) {
        return !partners.isEmpty() && partners.getLast().id().equals(id);
    }

    private Caller caller() {
        List<PartnerId> path = partners.stream().map(PartnerState::id).toList();
        return new Caller(
                account.id(),
                credential.id(),
                account.role(),
                account.partnerId(),
                account.customerId(),
                path,
                account.role() == Role.CUSTOMER ? Set.of() : permissions());
    }

    /** What the account has, the credential leaves it, and every partner on the path has too. */
    private Set<Permission> permissions() {
        Set<Permission> permissions = EnumSet.allOf(Permission.class);
        permissions.retainAll(account.permissions());
        if (credential.permissions() != null) {
            permissions.retainAll(credential.permissions());
        }
        partners.forEach(partner -> permissions.retainAll(partner.permissions()));
        return permissions;
    }
}
