package io.keyway.order.settlements;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.http.Refused;
import io.keyway.order.OrderProperties;
import io.keyway.order.settlements.LicenseClaim.State;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Claims licenses for a settlement, so that no license is in two.
 *
 * <p>Claims are written before their settlement. If the process dies in between, claims without a
 * settlement remain. A repetition with the same Idempotency-Key has the same settlement id and goes
 * on with them. Other check-outs may take the licenses after {@code settlements.abandoned-after}:
 * they first store a cancelled settlement under the missing one's id and then delete its claims. A
 * process that was slow rather than dead finds its settlement id taken and opens nothing.
 */
@Component
class ClaimLicenses {

    /** Licenses in other settlements that a refusal names at most. */
    private static final int NAMED_MAX = 20;

    private final LicenseClaims claims;
    private final Settlements settlements;
    private final OrderProperties.Settlements settings;
    private final Clock clock;

    ClaimLicenses(
            LicenseClaims claims, Settlements settlements, OrderProperties settings, Clock clock) {
        this.claims = claims;
        this.settlements = settlements;
        this.settings = settings.settlements();
        this.clock = clock;
    }

    /**
     * Claims all of the licenses for the settlement, or none.
     *
     * @throws Refused {@code already_settled} naming licenses that are in another settlement
     */
    void claim(PartnerState payer, SettlementId id, List<LicenseId> licenses) {
        Map<LicenseId, LicenseClaim> others = new HashMap<>(claims.of(licenses));
        Set<LicenseId> unclaimed = new HashSet<>(licenses);
        others.forEach(
                (license, claim) -> {
                    if (claim.settlementId().equals(id)) {
                        unclaimed.remove(license); // Claimed by an earlier attempt of this request.
                    }
                });
        others.values().removeIf(claim -> claim.settlementId().equals(id));
        takeOver(payer, licenses, others);
        List<LicenseId> sorted =
                unclaimed.stream().sorted(Comparator.comparing(LicenseId::value)).toList();
        claims.claim(id, sorted, clock.instant())
                .ifPresent(
                        lost -> {
                            claims.release(id, licenses);
                            throw alreadySettled(List.of(licenses.indexOf(lost)));
                        });
    }

    /** Deletes claims that no longer hold their licenses; refuses if one still does. */
    private void takeOver(
            PartnerState payer, List<LicenseId> licenses, Map<LicenseId, LicenseClaim> others) {
        Map<LicenseId, State> states = states(others);
        requireNotHeld(licenses, states);
        Set<SettlementId> ended = new HashSet<>();
        others.forEach(
                (license, claim) -> {
                    if (states.get(license) == State.ABANDONED
                            && !abandon(payer, claim.settlementId())) {
                        throw alreadySettled(List.of(licenses.indexOf(license)));
                    }
                    ended.add(claim.settlementId());
                });
        ended.forEach(settlement -> claims.release(settlement, licenses));
    }

    /**
     * Stores a cancelled settlement under the id of one that was never written. Its payer is this
     * payer: only a license's issuer settles it.
     *
     * @return false if that settlement has been written meanwhile
     */
    private boolean abandon(PartnerState payer, SettlementId abandoned) {
        Settlement stored =
                settlements.insert(Settlement.abandoned(abandoned, payer, clock.instant())).state();
        return stored.status() == Settlement.Status.CANCELLED;
    }

    /**
     * Requires that no license is in another settlement, without claiming any.
     *
     * @throws Refused {@code already_settled} naming those that are
     */
    void requireFree(List<LicenseId> licenses) {
        requireNotHeld(licenses, states(claims.of(licenses)));
    }

    /** The open or paid settlement of each license; a license in none is missing. */
    Map<LicenseId, SettlementId> settlementsOf(List<LicenseId> licenses) {
        Map<LicenseId, LicenseClaim> claimed = claims.of(licenses);
        Map<LicenseId, SettlementId> held = new HashMap<>();
        states(claimed)
                .forEach(
                        (license, state) -> {
                            LicenseClaim claim = claimed.get(license);
                            if (state == State.HELD && claim != null) {
                                held.put(license, claim.settlementId());
                            }
                        });
        return held;
    }

    private Map<LicenseId, State> states(Map<LicenseId, LicenseClaim> claimed) {
        Map<SettlementId, Settlement> known =
                settlements.loadAll(
                        claimed.values().stream()
                                .map(LicenseClaim::settlementId)
                                .collect(Collectors.toSet()));
        Instant now = clock.instant();
        Map<LicenseId, State> states = new HashMap<>();
        claimed.forEach(
                (license, claim) ->
                        states.put(
                                license,
                                claim.state(
                                        known.get(claim.settlementId()),
                                        now,
                                        settings.abandonedAfter())));
        return states;
    }

    private static void requireNotHeld(List<LicenseId> licenses, Map<LicenseId, State> states) {
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < licenses.size() && held.size() < NAMED_MAX; i++) {
            if (states.get(licenses.get(i)) == State.HELD) {
                held.add(i);
            }
        }
        if (!held.isEmpty()) {
            throw alreadySettled(held);
        }
    }

    private static Refused alreadySettled(List<Integer> places) {
        return new Refused(
                new Problem(
                        ProblemCode.ALREADY_SETTLED,
                        null,
                        places.stream()
                                .map(
                                        at ->
                                                new InvalidField(
                                                        "licenseIds[" + at + "]",
                                                        "is in another settlement"))
                                .toList()));
    }
}
