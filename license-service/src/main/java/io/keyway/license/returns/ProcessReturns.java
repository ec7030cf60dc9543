package io.keyway.license.returns;

import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.IssuedLines;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.quotas.ClaimQuotas;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import io.keyway.license.returns.OrderReturn.Part;
import io.keyway.license.returns.OrderReturn.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Processes returns of orders. Returning an allowance claims its quantities from the order lines,
 * as an issuance would, and keeps the claims for good, so that what is drawn and what is returned
 * never exceed what was ordered. Returning issued licenses revokes them. As in an issuance, each
 * step is stored before the next begins and may be repeated by any instance at any time.
 */
@Component
public class ProcessReturns {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessReturns.class);

    private final Returns returns;
    private final Quotas quotas;
    private final ClaimQuotas claimQuotas;
    private final IssuedLines issuedLines;
    private final LicenseRegister licenses;
    private final LicenseProperties.Returns settings;
    private final Clock clock;

    ProcessReturns(
            Returns returns,
            Quotas quotas,
            ClaimQuotas claimQuotas,
            IssuedLines issuedLines,
            LicenseRegister licenses,
            LicenseProperties settings,
            Clock clock) {
        this.returns = returns;
        this.quotas = quotas;
        this.claimQuotas = claimQuotas;
        this.issuedLines = issuedLines;
        this.licenses = licenses;
        this.settings = settings.returns();
        this.clock = clock;
    }

    /** Starts the return that the order asks for, once, however often the order is delivered. */
    public void begin(OrderState order) {
        ReturnAsked asked = order.asked();
        if (asked != null) {
            advance(returns.start(OrderReturn.of(order, asked, clock.instant())));
        }
    }

    /** Continues returns that have not moved: large ones, and those of a process that died. */
    @Scheduled(fixedDelayString = "${keyway.license.returns.sweep-every:2s}")
    void sweep() {
        Instant since = clock.instant().minus(settings.sweepEvery());
        for (OrderReturn unmoved : returns.unmoved(since, settings.sweepMax())) {
            try {
                advance(returns.move(unmoved.id(), found -> found.takenUp(clock.instant())));
            } catch (RuntimeException failed) {
                LOG.warn(
                        "{} stays where it is, the next sweep tries again: {}",
                        unmoved.id(),
                        failed.toString());
            }
        }
    }

    /**
     * Runs the next steps. A large return revokes some licenses at a time, so others get a turn.
     */
    void advance(OrderReturn from) {
        OrderReturn now = from;
        if (now.stage() == Stage.CLAIMING) {
            now = claim(now);
        }
        if (now.stage() == Stage.REVOKING) {
            now = revoke(now);
        }
        if (now.stage() == Stage.REFUSED && !now.settled()) {
            release(now.claims(), now);
            returns.move(
                    now.id(), found -> found.settled() ? found : found.settled(clock.instant()));
        }
    }

    private OrderReturn claim(OrderReturn asked) {
        ClaimQuotas.Result result = claimQuotas.claim(asked.claims(), asked.id());
        Instant now = clock.instant();
        UnaryOperator<OrderReturn> next =
                result.refused() == null ? found -> found.done(now) : found -> found.refused(now);
        OrderReturn moved =
                returns.move(
                        asked.id(),
                        found -> found.stage() == Stage.CLAIMING ? next.apply(found) : found);
        if (moved.stage() == Stage.REFUSED && moved.settled()) {
            // Another instance has refused it and released its claims: these came after that.
            release(result.taken(), moved);
        }
        return moved;
    }

    private void release(List<QuotaClaim> claims, OrderReturn refused) {
        claims.forEach(claim -> quotas.release(claim, refused.id()));
    }

    private OrderReturn revoke(OrderReturn now) {
        long upTo = now.revoked() + settings.revokedAtOnce();
        long before = 0;
        for (Part part : now.parts()) {
            long done = Math.clamp(now.revoked() - before, 0, part.quantity());
            long end = Math.clamp(upTo - before, 0, part.quantity());
            List<LicenseId> next =
                    issuedLines.licenses(part.lineId(), part.first() + done, end - done);
            next.forEach(licenses::revoke);
            before += part.quantity();
        }
        if (upTo < before) {
            return returns.move(
                    now.id(),
                    found ->
                            found.stage() == Stage.REVOKING && found.revoked() < upTo
                                    ? found.withRevoked(upTo, clock.instant())
                                    : found);
        }
        issuedLines.freeGrants(
                now.parts().stream().collect(Collectors.toMap(Part::lineId, Part::quantity)),
                now.id());
        return returns.move(
                now.id(),
                found -> found.stage() == Stage.REVOKING ? found.done(clock.instant()) : found);
    }
}
