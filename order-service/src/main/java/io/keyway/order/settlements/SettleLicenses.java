package io.keyway.order.settlements;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import io.keyway.order.network.OwedLicense.Bill;
import io.keyway.order.network.OwedLicenses;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Prices licenses that the caller owes, and checks them out into a settlement. */
@Component
class SettleLicenses {

    /** What a check-out of the chosen licenses would cost their payer. */
    record Preview(PartnerState payer, Quote.Quoted quoted) {}

    private final OwedLicenses owed;
    private final ClaimLicenses claimLicenses;
    private final Settlements settlements;
    private final Network network;
    private final OrderProperties.Settlements settings;
    private final Clock clock;

    SettleLicenses(
            OwedLicenses owed,
            ClaimLicenses claimLicenses,
            Settlements settlements,
            Network network,
            OrderProperties settings,
            Clock clock) {
        this.owed = owed;
        this.claimLicenses = claimLicenses;
        this.settlements = settlements;
        this.network = network;
        this.settings = settings.settlements();
        this.clock = clock;
    }

    /**
     * The caller's own partner, which pays: only the issuer of a license settles it.
     *
     * @throws Refused {@code forbidden} if the caller is no partner or may not issue licenses
     */
    PartnerState payer(Caller caller) {
        if (caller.partnerId() == null || !caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return network.partner(caller, caller.partnerId());
    }

    /** Prices the licenses and refuses what a check-out would refuse; nothing is stored. */
    Preview preview(Caller caller, List<LicenseId> licenses) {
        PartnerState payer = payer(caller);
        Quote.Quoted quoted = quote(caller, payer, licenses);
        claimLicenses.requireFree(licenses);
        return new Preview(payer, quoted);
    }

    /**
     * Claims the licenses and stores their settlement.
     *
     * @param id the same when the request is repeated with its Idempotency-Key
     */
    Stored<Settlement> checkOut(Caller caller, SettlementId id, List<LicenseId> licenses) {
        PartnerState payer = payer(caller);
        Optional<Stored<Settlement>> repeated = settlements.load(id);
        if (repeated.isPresent()) {
            return requireNotAbandoned(repeated.get());
        }
        Settlement settlement =
                Settlement.open(id, payer, quote(caller, payer, licenses), clock.instant());
        claimLicenses.claim(payer, id, licenses);
        return requireNotAbandoned(settlements.insert(settlement));
    }

    /** A settlement that another check-out has abandoned in its place has no lines. */
    private static Stored<Settlement> requireNotAbandoned(Stored<Settlement> stored) {
        if (stored.state().lines().isEmpty()) {
            throw new Refused(
                    ProblemCode.CONFLICT, "The check-out took too long and was given up.");
        }
        return stored;
    }

    private Quote.Quoted quote(Caller caller, PartnerState payer, List<LicenseId> licenses) {
        requireDistinctAndFew(licenses);
        List<Bill> bills = owed.owedBy(caller, payer.id(), licenses);
        return switch (Quote.of(payer, bills, names(bills))) {
            case Quote.Quoted quoted -> quoted;
            case Quote.SeveralCurrencies(int at, String currency) ->
                    throw new Refused(
                            new Problem(
                                    ProblemCode.SEVERAL_CURRENCIES,
                                    null,
                                    List.of(
                                            new InvalidField(
                                                    field(at), "is not priced in " + currency))));
            case Quote.TooLarge tooLarge ->
                    throw new Refused(
                            AccessRule.AMOUNT_TOO_LARGE,
                            "The licenses come to more than an amount can hold.");
        };
    }

    private void requireDistinctAndFew(List<LicenseId> licenses) {
        if (licenses.size() > settings.licensesMax()) {
            throw Refused.invalid("licenseIds", "must be at most " + settings.licensesMax()).get();
        }
        Set<LicenseId> seen = new HashSet<>();
        for (int i = 0; i < licenses.size(); i++) {
            if (!seen.add(licenses.get(i))) {
                throw Refused.invalid(field(i), "is in the list already").get();
            }
        }
    }

    /** Names of the products and policies that the bills are for, with one query each. */
    Quote.CatalogNames names(List<Bill> bills) {
        Map<ProductId, String> products = new HashMap<>();
        network.products(bills.stream().map(Bill::productId).toList())
                .forEach((id, product) -> products.put(id, product.name()));
        Map<PolicyId, String> policies = new HashMap<>();
        network.policies(bills.stream().map(Bill::policyId).toList())
                .forEach((id, policy) -> policies.put(id, policy.name()));
        return new Quote.CatalogNames(products, policies);
    }

    private static String field(int at) {
        return "licenseIds[" + at + "]";
    }
}
