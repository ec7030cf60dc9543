package io.keyway.usage.credits;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.network.Payer;
import io.keyway.usage.network.Payers;
import io.keyway.usage.once.BilledOnce;
import io.keyway.usage.rights.BillingRights;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives credits to payers, and voids them. */
@Component
class GiveCredits {

    private final Credits credits;
    private final Payers payers;
    private final Network network;
    private final Meters meters;
    private final UsageProperties.Credits settings;
    private final Clock clock;

    GiveCredits(
            Credits credits,
            Payers payers,
            Network network,
            Meters meters,
            UsageProperties settings,
            Clock clock) {
        this.credits = credits;
        this.payers = payers;
        this.network = network;
        this.meters = meters;
        this.settings = settings.credits();
        this.clock = clock;
    }

    /**
     * @throws Refused if it may not be given
     */
    Stored<Credit> give(Caller caller, CreditId id, NewCredit request) {
        PartnerId giver = BillingRights.requireGiver(caller);
        Payer payer = payer(caller, request);
        BillingRights.requireAbove(giver, payer.id());
        PartnerId payee = payer.payeeId();
        if (payee == null) {
            throw Refused.invalid("partnerId", "a vendor owes nothing").get();
        }
        Optional<Stored<Credit>> repeated = credits.load(id);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        YearMonth running = running();
        YearMonth from = request.from() == null ? running : YearMonth.parse(request.from());
        YearMonth until = YearMonth.parse(request.until());
        requireMonths(running, from, until);
        Money amount = money("amount", request.amount(), currency(payer));
        Money price = price(request, amount);
        List<String> paid = meters(payer, request.meters());
        if (credits.countOpen(payer.key(), running.minusMonths(1)) >= settings.openMax()) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "A payer has at most %d credits that are not used up."
                            .formatted(settings.openMax()));
        }
        return credits.insert(
                new Credit(
                        id,
                        payer.id(),
                        payer.key().value(),
                        payee,
                        payer.path(),
                        request.kind(),
                        amount,
                        price,
                        price == null ? null : BilledOnce.from(from),
                        from,
                        until,
                        paid,
                        Objects.requireNonNullElse(request.priority(), 50),
                        request.note().strip(),
                        giver,
                        caller.actor(),
                        clock.instant(),
                        List.of(),
                        null));
    }

    private Payer payer(Caller caller, NewCredit request) {
        PartnerId partner = request.partnerId();
        CustomerId customer = request.customerId();
        if ((partner == null) == (customer == null)) {
            throw Refused.invalid(
                            partner == null ? "partnerId" : "customerId",
                            "exactly one of partnerId and customerId is required")
                    .get();
        }
        return partner != null
                ? payers.partner(caller, partner).orElseThrow(Refused::notFound)
                : payers.customer(caller, Objects.requireNonNull(customer))
                        .orElseThrow(Refused::notFound);
    }

    /** A customer owes in the currency of its plan, and without a plan nothing. */
    private String currency(Payer payer) {
        return switch (payer) {
            case KnownPartner known -> known.partner().currency();
            case CustomerEdge edge -> {
                PlanId plan = edge.customer().planId();
                PlanState known = plan == null ? null : network.plans(List.of(plan)).get(plan);
                if (known == null) {
                    throw Refused.invalid("customerId", "has no plan, and so no statements").get();
                }
                yield known.fee().currency();
            }
        };
    }

    private static Money money(String field, NewCredit.Price asked, String currency) {
        if (!asked.currency().equals(currency)) {
            throw Refused.invalid(
                            field + ".currency",
                            "must be " + currency + ", the currency of the payer's statements")
                    .get();
        }
        return new Money(asked.amount(), currency);
    }

    private static @Nullable Money price(NewCredit request, Money amount) {
        return switch (request.kind()) {
            case PREPAID ->
                    request.price() == null
                            ? amount
                            : money("price", request.price(), amount.currency());
            case GRANT -> {
                if (request.price() != null) {
                    throw Refused.invalid("price", "a grant costs nothing").get();
                }
                yield null;
            }
        };
    }

    private void requireMonths(YearMonth running, YearMonth from, YearMonth until) {
        if (from.isBefore(running.minusMonths(1))) {
            throw Refused.invalid("from", "must not be before the last month").get();
        }
        if (from.isAfter(running.plusMonths(settings.monthsMax()))) {
            throw Refused.invalid(
                            "from",
                            "must be at most %d months ahead".formatted(settings.monthsMax()))
                    .get();
        }
        if (until.isBefore(from) || until.isBefore(running)) {
            throw Refused.invalid("until", "must not be before from or the current month").get();
        }
        if (!until.isBefore(from.plusMonths(settings.monthsMax()))) {
            throw Refused.invalid(
                            "until",
                            "a credit pays at most %d months".formatted(settings.monthsMax()))
                    .get();
        }
    }

    private @Nullable List<String> meters(Payer payer, @Nullable List<String> asked) {
        if (asked == null) {
            return null;
        }
        if (new HashSet<>(asked).size() < asked.size()) {
            throw Refused.invalid("meters", "must be different").get();
        }
        Set<String> known =
                meters.definedNow(payer.path().getFirst()).stream()
                        .map(DefinedMeter::meter)
                        .map(meter -> meter.code())
                        .collect(Collectors.toSet());
        if (!known.containsAll(asked)) {
            throw Refused.invalid("meters", "must be codes of meters").get();
        }
        return asked.stream().sorted().toList();
    }

    /**
     * Ends a credit: what is not drawn is gone. Repeated, it stays as it was voided first.
     *
     * @throws Refused if the caller may not
     */
    Stored<Credit> end(Caller caller, CreditId id, String reason) {
        PartnerId partner = BillingRights.requireGiver(caller);
        Credit credit = credits.find(caller, id).orElseThrow(Refused::notFound).state();
        BillingRights.requireAbove(partner, credit.payerId());
        if (!credit.mayBeVoidedBy(partner)) {
            throw new Refused(ProblemCode.FORBIDDEN, "A partner above has given it.");
        }
        Credit.Voided why = new Credit.Voided(caller.actor(), clock.instant(), reason.strip());
        return credits.change(
                        id,
                        stored ->
                                stored.state().voided() == null
                                        ? Decision.change(stored.state().voided(why))
                                        : Decision.keep())
                .orElseThrow(Refused::notFound);
    }

    private YearMonth running() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }
}
