package io.keyway.license.returns;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.IssuedLines;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.quotas.ClaimQuotas;
import io.keyway.license.quotas.Quotas;
import io.keyway.license.simulation.Scheduler;
import io.keyway.license.simulation.SimulatedBus;
import io.keyway.license.simulation.SimulatedStore;
import java.time.Clock;
import java.util.List;

/** The returns of a simulation, on its store. */
public final class ReturnsUnderTest {

    private final SimulatedStore<OrderReturn> store;
    private final Returns returns;
    private final ProcessReturns processReturns;
    private final Clock clock;

    public ReturnsUnderTest(
            Scheduler scheduler,
            Quotas quotas,
            ClaimQuotas claimQuotas,
            IssuedLines issuedLines,
            LicenseRegister licenses,
            LicenseProperties settings,
            Clock clock) {
        this.store = new SimulatedStore<>(scheduler);
        this.returns = new Returns(store);
        this.processReturns =
                new ProcessReturns(
                        returns, quotas, claimQuotas, issuedLines, licenses, settings, clock);
        this.clock = clock;
    }

    /** The end of a return. */
    public record Ended(
            ReturnId id, OrderId orderId, boolean done, boolean issued, List<Part> parts) {}

    public record Part(LineId lineId, long quantity) {}

    public boolean keepsNothing(Id holder) {
        return returns.keepsNothing(holder);
    }

    public ProcessReturns processor() {
        return processReturns;
    }

    public void relay(SimulatedBus bus) {
        store.relay(bus);
    }

    public boolean hasEvents() {
        return store.hasEvents();
    }

    /** Like the sweep, but also while another task works on the return. */
    public void sweep() {
        for (OrderReturn one : store.all()) {
            if (!one.settled()) {
                processReturns.advance(
                        returns.move(one.id(), found -> found.takenUp(clock.instant())));
            }
        }
    }

    public boolean allSettled() {
        return store.all().stream().allMatch(OrderReturn::settled);
    }

    public List<Ended> ended() {
        return store.all().stream()
                .map(
                        one ->
                                new Ended(
                                        one.id(),
                                        one.orderId(),
                                        one.stage() == OrderReturn.Stage.DONE,
                                        one.issued(),
                                        one.parts().stream()
                                                .map(
                                                        part ->
                                                                new Part(
                                                                        part.lineId(),
                                                                        part.quantity()))
                                                .toList()))
                .toList();
    }
}
