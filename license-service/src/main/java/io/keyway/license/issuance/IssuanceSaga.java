package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Stage;
import io.keyway.license.issuance.Quotas.Claimed;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.network.CustomerFollowers;
import io.keyway.license.network.Customers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Brings an issuance to its end: claim the quotas, issue the licenses, settle the quotas. Each step
 * leaves a trace before the next begins, and each may be done again by anybody at any time.
 *
 * <p>Why nothing leaks: the stage is moved first and the quotas settled after it, so what the
 * quotas hold is always decided by a stage that is already written. A claimer that was overtaken
 * while it claimed (it stood still, and the sweep brought the issuance to its end) takes back what
 * it took.
 */
@Component
class IssuanceSaga {

    private final Issuances issuances;
    private final Quotas quotas;
    private final LicenseRegister licenses;
    private final LicenseFactory factory;
    private final Customers customers;
    private final CustomerFollowers followers;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    IssuanceSaga(
            Issuances issuances,
            Quotas quotas,
            LicenseRegister licenses,
            LicenseFactory factory,
            Customers customers,
            CustomerFollowers followers,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.quotas = quotas;
        this.licenses = licenses;
        this.factory = factory;
        this.customers = customers;
        this.followers = followers;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    /** As far as it comes here and now: to its end, or to where its chunks are on the bus. */
    Issuance advance(Issuance from) {
        Issuance issuance = from;
        if (issuance.stage() == Stage.CLAIMING) {
            issuance = claim(issuance);
        }
        if (issuance.stage() == Stage.ISSUING && !issuance.preparation().inBackground()) {
            issuance = issueRest(issuance);
        }
        return settle(issuance);
    }

    /** One chunk that came over the bus, perhaps not for the first time. */
    void issueChunk(IssuanceId id, Chunk chunk) {
        Issuance issuance =
                issuances
                        .load(id)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                id + " asked for a chunk and is not there"));
        if (issuance.stage() == Stage.ISSUING && issuance.chunksToDo().contains(chunk)) {
            settle(issue(issuance, chunk));
        }
    }

    /**
     * All chunks that are not done, by this instance alone: what the sweep does for a stuck one.
     */
    Issuance issueRest(Issuance from) {
        Issuance issuance = from;
        for (Chunk chunk : from.chunksToDo()) {
            issuance = issue(issuance, chunk);
        }
        return issuance;
    }

    private Issuance claim(Issuance issuance) {
        List<QuotaClaim> takenNow = new ArrayList<>();
        QuotaClaim refused = null;
        for (QuotaClaim claim : issuance.preparation().plan().claims()) {
            Claimed claimed = quotas.claim(claim, issuance.id());
            if (claimed == Claimed.REFUSED && freesWhatIsLeftBehind(claim)) {
                claimed = quotas.claim(claim, issuance.id());
            }
            if (claimed == Claimed.REFUSED) {
                refused = claim;
                break;
            }
            if (claimed == Claimed.NOW) {
                takenNow.add(claim);
            }
        }
        Issuance moved =
                refused == null
                        ? issuances.move(
                                issuance.id(),
                                found ->
                                        found.stage() == Stage.CLAIMING
                                                ? found.issuing(clock.instant())
                                                : found)
                        : fail(issuance, refused.rule().refusal());
        if (moved.settled()) {
            takenNow.forEach(claim -> quotas.release(claim, moved.id()));
        }
        return moved;
    }

    /**
     * Somebody that was overtaken may have claimed for an issuance that has ended, and have been
     * killed before it could take that back. It is looked for where it would make a wrong no.
     */
    private boolean freesWhatIsLeftBehind(QuotaClaim refused) {
        Instant before = clock.instant().minus(settings.recoverAfter());
        boolean frees = false;
        for (Map.Entry<IssuanceId, Long> claimed :
                quotas.claimedByIssuances(refused.quota()).entrySet()) {
            IssuanceId by = claimed.getKey();
            if (by.madeAt().isBefore(before)
                    && issuances.load(by).filter(Issuance::settled).isPresent()) {
                QuotaClaim left =
                        new QuotaClaim(refused.quota(), claimed.getValue(), refused.limit());
                quotas.release(left, by);
                frees = true;
            }
        }
        return frees;
    }

    Issuance fail(Issuance issuance, ProblemCode code) {
        return issuances.move(
                issuance.id(),
                found ->
                        found.stage() == Stage.CLAIMING || found.stage() == Stage.WAITING
                                ? found.failed(code, clock.instant())
                                : found);
    }

    private Issuance issue(Issuance issuance, Chunk chunk) {
        List<License> made = factory.make(issuance, chunk);
        licenses.issue(made);
        followCustomer(issuance);
        return issuances.done(issuance.id(), chunk, issuance.eventOf(chunk, made), clock.instant());
    }

    /**
     * A customer may have moved to another partner since the issuance was prepared. Looked at after
     * the licenses are there: whoever moves it later finds them by itself.
     */
    private void followCustomer(Issuance issuance) {
        License.Owner assumed = issuance.preparation().owner();
        customers
                .customer(assumed.customerId())
                .filter(customer -> !License.Owner.of(customer).equals(assumed))
                .ifPresent(followers::follow);
    }

    private Issuance settle(Issuance issuance) {
        if (!issuance.ended() || issuance.settled()) {
            return issuance;
        }
        for (QuotaClaim claim : issuance.preparation().plan().claims()) {
            if (issuance.stage() == Stage.FAILED) {
                quotas.release(claim, issuance.id());
            } else {
                quotas.confirm(claim, issuance.id());
            }
        }
        return issuances.settled(issuance, drawn(issuance), clock.instant());
    }

    /**
     * What the order is told of its line, once the quota has it: the last of several says it all.
     */
    private DomainEvent[] drawn(Issuance issuance) {
        OrderId order = issuance.request().orderId();
        LineId line = issuance.preparation().plan().lineId();
        boolean asked = issuance.immediateLine() == null && issuance.stage() == Stage.COMPLETED;
        return asked && order != null && line != null
                ? new DomainEvent[] {
                    new LineDrawn(order, line, quotas.confirmed(QuotaClaim.lineOf(order, line)))
                }
                : new DomainEvent[0];
    }
}
