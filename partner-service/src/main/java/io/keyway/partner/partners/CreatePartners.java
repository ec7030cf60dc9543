package io.keyway.partner.partners;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.contact.Contact;
import io.keyway.partner.contact.ContactRequest;
import io.keyway.partner.portfolio.GrantRequest;
import io.keyway.partner.portfolio.GrantRules;
import io.keyway.partner.portfolio.Portfolios;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Creates a partner and the account with which it signs in. The account is stored first, because
 * its e-mail is unique: until its partner exists it cannot sign in, and it is deleted if the
 * partner cannot be created.
 */
@Component
public class CreatePartners {

    private static final String DEFAULT_CURRENCY = "EUR";

    private final Partners partners;
    private final PartnerRules rules;
    private final PartnerLock lock;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Portfolios portfolios;
    private final GrantRules grantRules;
    private final PartnerProperties settings;
    private final Clock clock;

    CreatePartners(
            Partners partners,
            PartnerRules rules,
            PartnerLock lock,
            Accounts accounts,
            Passwords passwords,
            Portfolios portfolios,
            GrantRules grantRules,
            PartnerProperties settings,
            Clock clock) {
        this.partners = partners;
        this.rules = rules;
        this.lock = lock;
        this.accounts = accounts;
        this.passwords = passwords;
        this.portfolios = portfolios;
        this.grantRules = grantRules;
        this.settings = settings;
        this.clock = clock;
    }

    /** What an applicant states about itself. */
    public record Applicant(
            PartnerId parentId,
            PartnerType type,
            @Nullable PartnerModel model,
            String name,
            String email,
            String phone,
            @Nullable String website,
            Contact contact,
            String loginDomain) {}

    /** The terms that an applicant is given on approval. */
    public record Terms(
            String password,
            @Nullable Set<Permission> permissions,
            @Nullable PlanId planId,
            @Nullable BigDecimal discountPercent,
            @Nullable BigDecimal commissionPercent,
            @Nullable List<GrantRequest> grants) {}

    /**
     * Makes the applicant a partner; repeating it with the same new id creates nothing twice.
     *
     * @param caller may create partners below the applicant's parent
     */
    public void create(Caller caller, NewId newId, Applicant applicant, Terms terms) {
        Contact contact = applicant.contact();
        create(
                caller,
                newId,
                new CreatePartner(
                        applicant.type(),
                        applicant.model(),
                        applicant.parentId(),
                        applicant.name(),
                        applicant.email(),
                        applicant.phone(),
                        applicant.website(),
                        terms.password(),
                        new ContactRequest(contact.name(), contact.email(), contact.phone()),
                        applicant.loginDomain(),
                        null,
                        terms.planId(),
                        terms.permissions(),
                        terms.discountPercent(),
                        terms.commissionPercent(),
                        null,
                        null,
                        null,
                        terms.grants()));
    }

    Stored<Partner> create(Caller caller, NewId newId, CreatePartner body) {
        Partner parent = rules.parentFor(caller, body.type(), body.parentId());
        if (settings.reservedLoginDomains().contains(body.loginDomain())) {
            throw Refused.invalid("loginDomain", "is reserved").get();
        }
        Partner partner = partner(newId.as(PartnerId::with), parent, body);
        rules.requireAllowed(null, partner);
        Account account = account(newId.as(AccountId::with), partner, body.password());
        if (parent != null && body.grants() != null) {
            grantRules.requireWithinParents(caller, partner.scope(), body.grants());
        }
        accounts.create(account);
        try {
            return insert(partner, parent, body.grants());
        } catch (RuntimeException failure) {
            if (partners.load(partner.id()).isEmpty()) {
                accounts.delete(account.id());
            }
            throw failure;
        }
    }

    private Stored<Partner> insert(
            Partner partner, @Nullable Partner parent, @Nullable List<GrantRequest> grants) {
        Stored<Partner> stored =
                partners.insert(partner, new PartnerCreated(partner.toState()))
                        .orElseThrow(Refused.invalid("loginDomain", "is taken"));
        if (parent != null && !lock.isOpen(parent.id())) {
            partners.delete(partner.id());
            throw new Refused(ProblemCode.CONFLICT, "The parent is being deleted or changed.");
        }
        if (parent != null && grants != null) {
            portfolios.replace(partner.id(), partner.scope(), grants);
        }
        return stored;
    }

    private Partner partner(PartnerId id, @Nullable Partner parent, CreatePartner body) {
        List<PartnerId> path = parent == null ? new ArrayList<>() : new ArrayList<>(parent.scope());
        path.add(id);
        return new Partner(
                id,
                path,
                body.type(),
                body.model(),
                body.name().strip(),
                Account.login(body.email()),
                body.phone(),
                body.website(),
                body.contact().toContact(),
                body.loginDomain(),
                PartnerStatus.ACTIVE,
                true,
                body.permissions() == null
                        ? PartnerRules.usualPermissions(body.type(), body.model(), parent)
                        : body.permissions(),
                currency(parent, body.currency()),
                body.planId(),
                Objects.requireNonNullElse(body.discountPercent(), BigDecimal.ZERO),
                Objects.requireNonNullElse(body.commissionPercent(), BigDecimal.ZERO),
                Objects.requireNonNullElse(
                        body.unpaidLicenseLimit(), settings.unpaidLicenseLimit()),
                body.trialLicenseLimit(),
                body.externalReferenceId(),
                clock.instant(),
                null,
                null);
    }

    /** A vendor chooses its currency; all partners below it have the same. */
    private static String currency(@Nullable Partner parent, @Nullable String requested) {
        String known = requested == null ? null : requireIsoCode(requested);
        if (parent == null) {
            return known == null ? DEFAULT_CURRENCY : known;
        }
        if (known != null && !known.equals(parent.currency())) {
            throw Refused.invalid("currency", "must be that of its vendor: " + parent.currency())
                    .get();
        }
        return parent.currency();
    }

    private static String requireIsoCode(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("currency", "is not an ISO 4217 code").get();
        }
    }

    private Account account(AccountId id, Partner partner, String password) {
        Instant now = clock.instant();
        return new Account(
                id,
                partner.scope(),
                Role.PARTNER,
                partner.id(),
                null,
                partner.email(),
                partner.contact().name(),
                passwords.hash(password),
                Permission.ofVendor(), // All: the partner's own permissions limit it at each call.
                true,
                true,
                now,
                now);
    }
}
