package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.license.issuance.Issuance.Stage;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.network.Customers;
import io.keyway.license.ownership.LicenseOwnership;
import io.keyway.license.quotas.ClaimQuotas;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import java.time.Clock;
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

    /** Runs all steps that can run now; a large issuance stops when its chunks are requested. */
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
        if (issuance.stage() == Stage.ISSUING && issuance.chunksToDo().contains(chunk)) {
            settle(issue(issuance, chunk));
        }
    }

    /** Issues all remaining chunks in this instance, for an issuance that is stuck. */
    Issuance issueRest(Issuance from) {
        Issuance issuance = from;
        for (Chunk chunk : from.chunksToDo()) {
            issuance = issue(issuance, chunk);
        }
        return issuance;
    }

    private Issuance claim(Issuance issuance) {
        ClaimQuotas.Result result =
                claimQuotas.claim(issuance.preparation().plan().claims(), issuance.id());
        QuotaClaim refused = result.refused();
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
            result.taken().forEach(claim -> quotas.release(claim, moved.id()));
        }
        return moved;
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
        updateOwner(issuance);
        return issuances.done(issuance.id(), chunk, issuance.eventOf(chunk, made), clock.instant());
    }

    /**
     * The customer may have moved to another partner since the issuance was prepared. Checked after
     * the licenses are stored: a later move finds them and updates them itself.
     */
    private void updateOwner(Issuance issuance) {
        License.Owner assumed = issuance.preparation().owner();
        customers
                .customer(assumed.customerId())
                .filter(customer -> !License.Owner.of(customer).equals(assumed))
                .ifPresent(ownership::update);
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
        return issuances.settled(issuance, drawnEvent(issuance), clock.instant());
    }

    /**
     * The event that tells the order how much of its line is drawn; empty for anything but an issue
     * from an allowance. The number is a total, so of several events the highest is enough.
     */
    private DomainEvent[] drawnEvent(Issuance issuance) {
        OrderId order = issuance.request().orderId();
        LineId line = issuance.preparation().plan().lineId();
        boolean drawn = issuance.immediateLine() == null && issuance.stage() == Stage.COMPLETED;
        return drawn && order != null && line != null
                ? new DomainEvent[] {
                    new LineDrawn(order, line, quotas.confirmed(QuotaClaim.lineOf(order, line)))
                }
                : new DomainEvent[0];
    }
}
