package io.keyway.contracts.access;

import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.CredentialEvent.CredentialKind;
import io.keyway.contracts.event.CredentialEvent.CredentialState;
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
 * Everything that decides whether a credential is valid, and for which caller. The gateway builds
 * it from the topics; while those are not current, partner-service answers it ({@code GET
 * /internal/identities/{id}}).
 *
 * @param customer the customer of a customer's account; absent for other accounts
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
         * The credential is valid.
         *
         * @param mustChangePassword until then the account may only read itself and change its
         *     password
         */
        record Allowed(Caller caller, boolean mustChangePassword) implements Verdict {}

        /**
         * The credential is not valid.
         *
         * @param reason for the log, never for the client
         */
        record Refused(String reason) implements Verdict {}
    }

    /** Decides about the credential at this instant. Every partner on the path must be active. */
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

    /**
     * Whether a password change ended the session. API keys stay valid: they are revoked
     * separately.
     */
    private boolean isOfAnEndedSession() {
        return credential.kind() != CredentialKind.API_KEY
                && credential.issuedAt().isBefore(account.sessionsValidFrom());
    }

    /**
     * Whether the parts fit together. They come from different topics, so for a moment they may
     * not.
     */
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

    /**
     * The account's permissions, limited to those of the credential and of every partner on the
     * path.
     */
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
