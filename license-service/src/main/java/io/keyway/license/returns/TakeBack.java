package io.keyway.license.returns;

import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.IssuedLines;
import io.keyway.license.issuance.QuotaClaim;
import io.keyway.license.issuance.Quotas;
import io.keyway.license.issuance.Quotas.Claimed;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.network.OrderReturns;
import io.keyway.license.returns.OrderReturn.Part;
import io.keyway.license.returns.OrderReturn.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings a return to its end: of an allowance, its quantities are taken from the lines as an
 * issuance would take them, and kept for good, so that what is drawn and what is returned never
 * come to more than was ordered; of issued licenses, each is revoked. As with an issuance, each
 * step leaves a trace before the next begins, and each may be done again by anybody at any time.
 */
@Component
class TakeBack implements OrderReturns {

    private static final Logger LOG = LoggerFactory.getLogger(TakeBack.class);

    private final Returns returns;
    private final Quotas quotas;
    private final IssuedLines issuedLines;
    private final LicenseRegister licenses;
    private final LicenseProperties.Returns settings;
    private final Clock clock;

    TakeBack(
            Returns returns,
            Quotas quotas,
            IssuedLines issuedLines,
            LicenseRegister licenses,
            LicenseProperties settings,
            Clock clock) {
        this.returns = returns;
        this.quotas = quotas;
        this.issuedLines = issuedLines;
        this.licenses = licenses;
        this.settings = settings.returns();
        this.clock = clock;
    }

    @Override
    public void begin(OrderState order) {
        ReturnAsked asked = order.asked();
        if (asked != null) {
            advance(returns.start(OrderReturn.of(order, asked, clock.instant())));
        }
    }

    /** Takes up what nobody is at: what is large, and what a process has left behind. */
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

    /** As far as it comes at once: of a large one some licenses, so that others have their turn. */
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
        List<QuotaClaim> takenNow = new ArrayList<>();
        boolean refused = false;
        for (QuotaClaim claim : asked.claims()) {
            Claimed claimed = quotas.claim(claim, asked.id());
            if (claimed == Claimed.REFUSED) {
                refused = true;
                break;
            }
            if (claimed == Claimed.NOW) {
                takenNow.add(claim);
            }
        }
        Instant now = clock.instant();
        UnaryOperator<OrderReturn> next =
                refused ? found -> found.refused(now) : found -> found.done(now);
        OrderReturn moved =
                returns.move(
                        asked.id(),
                        found -> found.stage() == Stage.CLAIMING ? next.apply(found) : found);
        if (moved.stage() == Stage.REFUSED && moved.settled()) {
            release(takenNow, moved); // Another instance was faster, and has released the others.
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
