package io.keyway.partner.partners;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CatalogEvent.PlanState;
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
import io.keyway.partner.partners.PartnersController.ContactRequest;
import io.keyway.partner.partners.PartnersController.CreatePartner;
import io.keyway.partner.portfolio.GrantRequest;
import io.keyway.partner.portfolio.Portfolios;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a partner and the account with which it signs in. The account comes first, because its
 * e-mail is unique: until its partner is there it lets nobody in, and if the partner cannot be made
 * it goes.
 */
@Component
public final class CreatePartners {

    private static final String DEFAULT_CURRENCY = "EUR";

    private final Partners partners;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Portfolios portfolios;
    private final PartnerProperties settings;
    private final Clock clock;

    CreatePartners(
            Partners partners,
            Accounts accounts,
            Passwords passwords,
            Portfolios portfolios,
            PartnerProperties settings,
            Clock clock) {
        this.partners = partners;
        this.accounts = accounts;
        this.passwords = passwords;
        this.portfolios = portfolios;
        this.settings = settings;
        this.clock = clock;
    }

    /** What somebody says who wants to become a partner. */
    public record Applicant(
            PartnerId parentId,
            PartnerType type,
            @Nullable PartnerModel model,
            String name,
            String email,
            String phone,
            @Nullable String website,
            Partner.Contact contact,
            String loginDomain) {}

    /** What a new partner is given. */
    public record Terms(
            String password,
            @Nullable Set<Permission> permissions,
            @Nullable PlanId planId,
            @Nullable BigDecimal discountPercent,
            @Nullable BigDecimal commissionPercent,
            @Nullable List<GrantRequest> grants) {}

    /**
     * Makes the applicant a partner, once for one new id.
     *
     * @param caller who may make partners where the applicant wants to be
     */
    public void create(Caller caller, NewId newId, Applicant applicant, Terms terms) {
        Partner.Contact contact = applicant.contact();
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
        Partner parent = parentFor(caller, body);
        if (settings.reservedLoginDomains().contains(body.loginDomain())) {
            throw Refused.invalid("loginDomain", "is reserved").get();
        }
        Partner partner = partner(newId.as(PartnerId::with), parent, body);
        check(null, partner);
        Account account = account(newId.as(AccountId::with), partner, body.password());
        if (parent != null && body.grants() != null) {
            portfolios.check(caller, partner.scope(), body.grants());
        }
        accounts.create(account);
        try {
            return insert(partner, parent, body.grants());
        } catch (RuntimeException notMade) {
            if (partners.load(partner.id()).isEmpty()) {
                accounts.discard(account.id());
            }
            throw notMade;
        }
    }

    private Stored<Partner> insert(
            Partner partner, @Nullable Partner parent, @Nullable List<GrantRequest> grants) {
        Stored<Partner> stored =
                partners.insert(partner, new PartnerCreated(partner.toState()))
                        .orElseThrow(Refused.invalid("loginDomain", "is taken"));
        if (parent != null && !partners.takes(parent.id())) {
            partners.discard(partner.id());
            throw new Refused(ProblemCode.CONFLICT, "The parent is being deleted or changed.");
        }
        if (parent != null && grants != null) {
            portfolios.replace(partner.id(), partner.scope(), grants);
        }
        return stored;
    }

    /**
     * The rules for what a partner is given. What it was given before stays, though its parent may
     * have less by now: it cannot use it then.
     */
    void check(@Nullable Partner before, Partner partner) {
        if (partner.type() == PartnerType.RESELLER && partner.model() == null) {
            throw Refused.invalid("model", "is required for a reseller").get();
        }
        Partner parent = parent(partner.parentId());
        boolean otherPermissions =
                before == null || !before.permissions().equals(partner.permissions());
        if (parent != null
                && otherPermissions
                && !parent.permissions().containsAll(partner.permissions())) {
            throw Refused.invalid("permissions", "must be among those of its parent").get();
        }
        boolean otherPlan = before == null || !Objects.equals(before.planId(), partner.planId());
        if (partner.planId() != null && otherPlan) {
            PlanState plan = portfolios.plan(partner.planId()).orElseThrow(Refused::notFound);
            if (parent == null || !parent.scope().contains(plan.ownerId())) {
                throw Refused.notFound();
            }
        }
    }

    private @Nullable Partner parentFor(Caller caller, CreatePartner body) {
        if (caller.role() == Role.OPERATOR) {
            if (body.type() != PartnerType.VENDOR) {
                if (body.parentId() == null) {
                    throw Refused.invalid("parentId", "is required: only a vendor has no parent")
                            .get();
                }
                return requireRoom(partners.find(caller, body.parentId()).state());
            }
            if (body.parentId() != null) {
                throw Refused.invalid("parentId", "a vendor has no parent").get();
            }
            return null;
        }
        if (!caller.may(Permission.MANAGE_PARTNERS) || caller.partnerId() == null) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        if (body.type() == PartnerType.VENDOR) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only the operator creates vendors.");
        }
        PartnerId parentId = body.parentId() == null ? caller.partnerId() : body.parentId();
        return requireRoom(partners.find(caller, parentId).state());
    }

    private Partner requireRoom(Partner parent) {
        if (parent.type() == PartnerType.RESELLER) {
            throw Refused.invalid("parentId", "a reseller has no partners below it").get();
        }
        if (parent.scope().size() >= settings.depthMax()) {
            throw Refused.invalid(
                            "parentId", "the tree has at most " + settings.depthMax() + " levels")
                    .get();
        }
        return parent;
    }

    private @Nullable Partner parent(@Nullable PartnerId id) {
        return id == null ? null : partners.load(id).orElseThrow(Refused::notFound);
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
                        ? preset(body.type(), body.model(), parent)
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
                null);
    }

    /** What a partner of the type and model is given if nothing else is said. */
    Set<Permission> preset(
            PartnerType type, @Nullable PartnerModel model, @Nullable PartnerId parentId) {
        return preset(type, model, parent(parentId));
    }

    private static Set<Permission> preset(
            PartnerType type, @Nullable PartnerModel model, @Nullable Partner parent) {
        Set<Permission> preset =
                switch (type) {
                    case VENDOR -> Permission.ofVendor();
                    case DISTRIBUTOR -> Permission.ofDistributor();
                    case RESELLER -> Permission.ofReseller();
                };
        if (model == PartnerModel.OWN_PLANS) {
            preset.add(Permission.MANAGE_PLANS);
        }
        if (parent == null) {
            return preset;
        }
        Set<Permission> within = EnumSet.copyOf(preset);
        within.retainAll(parent.permissions());
        return within;
    }

    /** A vendor chooses its own; its whole tree has the same. */
    private static String currency(@Nullable Partner parent, @Nullable String asked) {
        String known = asked == null ? null : known(asked);
        if (parent == null) {
            return known == null ? DEFAULT_CURRENCY : known;
        }
        if (known != null && !known.equals(parent.currency())) {
            throw Refused.invalid("currency", "must be that of its vendor: " + parent.currency())
                    .get();
        }
        return parent.currency();
    }

    private static String known(String code) {
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
                Permission.ofVendor(), // Whatever the partner may, also when it may more one day.
                true,
                true,
                now,
                now);
    }
}
