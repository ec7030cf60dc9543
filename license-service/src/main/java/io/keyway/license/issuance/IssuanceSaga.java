package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.LicenseEvent.IssuedLicense;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.license.issuance.Issuance.Claiming;
import io.keyway.license.issuance.Issuance.Completed;
import io.keyway.license.issuance.Issuance.Confirming;
import io.keyway.license.issuance.Issuance.Failed;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Refusable;
import io.keyway.license.issuance.Issuance.Releasing;
import io.keyway.license.issuance.Issuance.Settling;
import io.keyway.license.issuance.Issuance.Waiting;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.network.Customers;
import io.keyway.license.ownership.LicenseOwnership;
import io.keyway.license.quotas.ClaimQuotas;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Completes an issuance: claim the quotas, issue the licenses, settle the quotas. Each step is
 * stored before the next begins, and every step may be repeated by any instance at any time.
 *
 * <p>Quotas do not leak because the stage is stored first and the quotas are settled after it: the
 * stored stage decides what the quotas must hold. If the sweep ends an issuance while another
 * thread is still claiming for it, that thread releases what it took.
 */
@Component
public class IssuanceSaga {

    private final Issuances issuances;
    private final Quotas quotas;
    private final ClaimQuotas claimQuotas;
    private final LicenseRegister licenses;
    private final LicenseFactory factory;
    private final Customers customers;
    private final LicenseOwnership ownership;
    private final Clock clock;

    IssuanceSaga(
            Issuances issuances,
            Quotas quotas,
            ClaimQuotas claimQuotas,
            LicenseRegister licenses,
            LicenseFactory factory,
            Customers customers,
            LicenseOwnership ownership,
            Clock clock) {
        this.issuances = issuances;
        this.quotas = quotas;
        this.claimQuotas = claimQuotas;
        this.licenses = licenses;
        this.factory = factory;
        this.customers = customers;
        this.ownership = ownership;
        this.clock = clock;
    }

    /**
     * How far a call brought an issuance.
     *
     * @param made the licenses that this call made, so that the answer need not sign them again;
     *     empty of a large issuance, whose licenses would fill the memory
     */
    record Progress(Issuance issuance, List<License> made) {

        private static Progress of(Issuance issuance) {
            return new Progress(issuance, List.of());
        }
    }

    /** Runs all steps that can run now; a large issuance stops when its chunks are requested. */
    Progress advance(Issuance issuance) {
        return switch (issuance) {
            case Claiming claiming -> advance(claim(claiming));
            case Issuing issuing ->
                    issuing.prepared().inBackground() ? Progress.of(issuing) : issueRest(issuing);
            case Settling settling -> Progress.of(settle(settling));
            case Waiting _, Completed _, Failed _ -> Progress.of(issuance);
        };
    }

    /** Issues one chunk of a large issuance; does nothing if it is issued already. */
    public void issueChunk(ChunkRequested requested) {
        IssuanceId id = requested.issuanceId();
        Chunk chunk = new Chunk(requested.first(), requested.count());
        Issuance issuance =
                issuances
                        .load(id)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                id + " has a chunk on the bus and is not stored"));
        if (issuance instanceof Issuing issuing && issuing.chunksToDo().contains(chunk)) {
            settleIfEnded(issue(issuing, chunk, factory.make(issuing, chunk)));
        }
    }

    /** Issues all remaining chunks in this instance, and settles the issuance. */
    Progress issueRest(Issuing issuing) {
        Issuance now = issuing;
        List<License> made = new ArrayList<>();
        for (Chunk chunk : issuing.chunksToDo()) {
            List<License> ofChunk = factory.make(issuing, chunk);
            now = issue(issuing, chunk, ofChunk);
            if (!issuing.prepared().inBackground()) {
                made.addAll(ofChunk);
            }
        }
        return new Progress(settleIfEnded(now), made);
    }

    private Issuance claim(Claiming claiming) {
        ClaimQuotas.Result result = claimQuotas.claim(claiming.claims(), claiming.id());
        QuotaClaim refused = result.refused();
        Issuance moved =
                refused == null
                        ? issuances.move(
                                claiming.id(),
                                Claiming.class,
                                found -> found.issuing(clock.instant()))
                        : fail(claiming, refused.rule().refusal());
        if (moved.settled()) {
            result.taken().forEach(claim -> quotas.release(claim, moved.id()));
        }
        return moved;
    }

    Issuance fail(Refusable issuance, ProblemCode code) {
        return issuances.move(
                issuance.id(), Refusable.class, found -> found.failed(code, clock.instant()));
    }

    private Issuance issue(Issuing issuing, Chunk chunk, List<License> made) {
        licenses.issue(made);
        updateOwner(issuing);
        LicensesIssued event =
                new LicensesIssued(
                        issuing.id(),
                        chunk.first(),
                        IssuedTerms.of(made.getFirst().state()),
                        made.stream()
                                .map(one -> new IssuedLicense(one.id(), one.key().hash()))
                                .toList());
        return issuances.done(issuing.id(), chunk, event, clock.instant());
    }

    /**
     * The customer may have moved to another partner since the issuance was prepared. Checked after
     * the licenses are stored: a later move finds them and updates them itself.
     */
    private void updateOwner(Issuing issuing) {
        License.Owner assumed = issuing.prepared().owner();
        customers
                .customer(assumed.customerId())
                .filter(customer -> !License.Owner.of(customer).equals(assumed))
                .ifPresent(ownership::update);
    }

    private Issuance settleIfEnded(Issuance issuance) {
        return issuance instanceof Settling settling ? settle(settling) : issuance;
    }

    private Issuance settle(Settling issuance) {
        for (QuotaClaim claim : issuance.claims()) {
            switch (issuance) {
                case Confirming _ -> quotas.confirm(claim, issuance.id());
                case Releasing _ -> quotas.release(claim, issuance.id());
            }
        }
        return issuances.settled(issuance.id(), drawnEvent(issuance), clock.instant());
    }

    /**
     * The event that tells the order how much of its line is drawn; empty for anything but an issue
     * from an allowance. The number is a total, so of several events the highest is enough.
     */
    private DomainEvent[] drawnEvent(Settling issuance) {
        OrderId order = issuance.request().orderId();
        LineId line = issuance.prepared().plan().lineId();
        boolean drawn = issuance instanceof Confirming && issuance.head().immediateLine() == null;
        return drawn && order != null && line != null
                ? new DomainEvent[] {
                    new LineDrawn(order, line, quotas.confirmed(QuotaClaim.lineOf(order, line)))
                }
                : new DomainEvent[0];
    }
}
