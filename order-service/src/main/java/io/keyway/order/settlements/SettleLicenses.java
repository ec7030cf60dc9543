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
import io.keyway.order.settlements.Claim.Standing;
import io.keyway.order.settlements.Owed.Bill;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Makes a settlement of licenses that the caller owes, each in one settlement only.
 *
 * <p>The licenses are claimed first, the settlement is written after that. If the process is killed
 * in between, claims without a settlement are left. A repetition with the same Idempotency-Key has
 * the same settlement id and goes on with them. Anybody else may have the licenses after {@code
 * settlements.abandoned-after}: a cancelled settlement is put in the place of the one that never
 * came, and only then its claims are released. A process that was not dead but slow finds its id
 * taken and opens nothing.
 */
@Component
class SettleLicenses {

    /** Licenses that an answer names as being in another settlement. */
    private static final int NAMED_MAX = 20;

    /** What the chosen licenses cost whoever owes them. */
    record Preview(PartnerState payer, Quote.Quoted quoted) {}

    private final OwedLicenses owed;
    private final Claims claims;
    private final Settlements settlements;
    private final Network network;
    private final OrderProperties.Settlements settings;
    private final Clock clock;

    SettleLicenses(
            OwedLicenses owed,
            Claims claims,
            Settlements settlements,
            Network network,
            OrderProperties settings,
            Clock clock) {
        this.owed = owed;
        this.claims = claims;
        this.settlements = settlements;
        this.network = network;
        this.settings = settings.settlements();
        this.clock = clock;
    }

    /** Whoever owes licenses; what a caller does not owe it cannot settle, whatever it may see. */
    PartnerState payer(Caller caller) {
        if (caller.partnerId() == null || !caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return network.partner(caller, caller.partnerId());
    }

    /** What a check-out of the licenses would come to now, and whether it would be refused. */
    Preview preview(Caller caller, List<LicenseId> licenses) {
        PartnerState payer = payer(caller);
        Quote.Quoted quoted = quote(caller, payer, licenses);
        refuseHeld(licenses, standings(claims.of(licenses)));
        return new Preview(payer, quoted);
    }

    Stored<Settlement> checkOut(Caller caller, SettlementId id, List<LicenseId> licenses) {
        PartnerState payer = payer(caller);
        Optional<Stored<Settlement>> repeated = settlements.load(id);
        if (repeated.isPresent()) {
            return opened(repeated.get());
        }
        Settlement settlement =
                Settlement.open(id, payer, quote(caller, payer, licenses), clock.instant());
        claim(payer, id, licenses);
        return opened(settlements.insert(settlement));
    }

    /** One that was given up meanwhile holds no license. */
    private Stored<Settlement> opened(Stored<Settlement> stored) {
        Settlement settlement = stored.state();
        if (settlement.lines().isEmpty()) {
            throw new Refused(
                    ProblemCode.CONFLICT, "The check-out took too long and was given up.");
        }
        return stored;
    }

    private Quote.Quoted quote(Caller caller, PartnerState payer, List<LicenseId> licenses) {
        refuseTooManyOrTwice(licenses);
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

    private void refuseTooManyOrTwice(List<LicenseId> licenses) {
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

    Quote.Names names(List<Bill> bills) {
        Map<ProductId, String> products = new HashMap<>();
        network.products(bills.stream().map(Bill::productId).toList())
                .forEach((id, product) -> products.put(id, product.name()));
        Map<PolicyId, String> policies = new HashMap<>();
        network.policies(bills.stream().map(Bill::policyId).toList())
                .forEach((id, policy) -> policies.put(id, policy.name()));
        return new Quote.Names(products, policies);
    }

    /** The licenses are this settlement's, or the call is refused and none of them is. */
    private void claim(PartnerState payer, SettlementId id, List<LicenseId> licenses) {
        Map<LicenseId, Claim> others = new HashMap<>(claims.of(licenses));
        Set<LicenseId> rest = new HashSet<>(licenses);
        others.forEach(
                (license, claim) -> {
                    if (claim.settlementId().equals(id)) {
                        rest.remove(license); // Of an earlier attempt.
                    }
                });
        others.values().removeIf(claim -> claim.settlementId().equals(id));
        Map<LicenseId, Standing> standings = standings(others);
        refuseHeld(licenses, standings);
        Set<SettlementId> over = new HashSet<>();
        others.forEach(
                (license, claim) -> {
                    if (standings.get(license) == Standing.ABANDONED
                            && !giveUp(payer, claim.settlementId())) {
                        throw inOther(List.of(licenses.indexOf(license)));
                    }
                    over.add(claim.settlementId());
                });
        over.forEach(settlement -> claims.release(settlement, licenses));
        List<LicenseId> wanted =
                rest.stream().sorted(Comparator.comparing(LicenseId::value)).toList();
        claims.take(id, wanted, clock.instant())
                .ifPresent(
                        lost -> {
                            claims.release(id, licenses);
                            throw inOther(List.of(licenses.indexOf(lost)));
                        });
    }

    /**
     * Whoever settles a license owes it, and so is the payer of the settlement that never came.
     *
     * @return false if that settlement has come after all
     */
    private boolean giveUp(PartnerState payer, SettlementId abandoned) {
        Settlement now =
                settlements.insert(Settlement.givenUp(abandoned, payer, clock.instant())).state();
        return now.status() == Settlement.Status.CANCELLED;
    }

    private Map<LicenseId, Standing> standings(Map<LicenseId, Claim> there) {
        Map<SettlementId, Settlement> known =
                settlements.loadAll(
                        there.values().stream()
                                .map(Claim::settlementId)
                                .collect(Collectors.toSet()));
        Instant now = clock.instant();
        Map<LicenseId, Standing> standings = new HashMap<>();
        there.forEach(
                (license, claim) ->
                        standings.put(
                                license,
                                claim.standing(
                                        known.get(claim.settlementId()),
                                        now,
                                        settings.abandonedAfter())));
        return standings;
    }

    /** The settlements, open or paid, that licenses are in. */
    Map<LicenseId, SettlementId> heldBy(List<LicenseId> licenses) {
        Map<LicenseId, Claim> there = claims.of(licenses);
        Map<LicenseId, SettlementId> held = new HashMap<>();
        standings(there)
                .forEach(
                        (license, standing) -> {
                            Claim claim = there.get(license);
                            if (standing == Standing.HELD && claim != null) {
                                held.put(license, claim.settlementId());
                            }
                        });
        return held;
    }

    private static void refuseHeld(List<LicenseId> licenses, Map<LicenseId, Standing> standings) {
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < licenses.size() && held.size() < NAMED_MAX; i++) {
            if (standings.get(licenses.get(i)) == Standing.HELD) {
                held.add(i);
            }
        }
        if (!held.isEmpty()) {
            throw inOther(held);
        }
    }

    private static Refused inOther(List<Integer> places) {
        return new Refused(
                new Problem(
                        ProblemCode.ALREADY_SETTLED,
                        null,
                        places.stream()
                                .map(at -> new InvalidField(field(at), "is in another settlement"))
                                .toList()));
    }

    private static String field(int at) {
        return "licenseIds[" + at + "]";
    }
}
