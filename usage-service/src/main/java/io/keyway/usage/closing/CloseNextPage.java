package io.keyway.usage.closing;

import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.statements.CloseStatements;
import io.keyway.usage.statements.CloseStatements.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Closes the next page of payers of some close. A process takes a close for one page only, so that
 * a large one does not hold up the others, and several processes share the work.
 *
 * <p>If the process dies, the lease ends and another one repeats the page: what it had closed is
 * found closed. If it was only slow, the write of its progress is refused.
 */
@Component
class CloseNextPage {

    private static final Logger LOG = LoggerFactory.getLogger(CloseNextPage.class);

    private final StatementCloses closes;
    private final Network network;
    private final CloseStatements closeStatements;
    private final UsageProperties.Statements settings;
    private final Clock clock;

    CloseNextPage(
            StatementCloses closes,
            Network network,
            CloseStatements closeStatements,
            UsageProperties settings,
            Clock clock) {
        this.closes = closes;
        this.network = network;
        this.closeStatements = closeStatements;
        this.settings = settings.statements();
        this.clock = clock;
    }

    /** A page whose work fails is tried again when its lease ends. */
    void untilNothingIsLeft() {
        while (step()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /**
     * @return false if there is nothing to do
     */
    private boolean step() {
        Instant now = clock.instant();
        return closes.take(now, now.plus(settings.lease()))
                .map(
                        taken -> {
                            step(taken);
                            return true;
                        })
                .orElse(false);
    }

    private void step(Stored<StatementClose> taken) {
        StatementClose close = taken.state();
        List<KnownPartner> page =
                network.branch(close.closer(), close.cursor(), settings.payersAtOnce());
        // A partner's own statement is closed by its parent; a vendor has none.
        List<KnownPartner> payers =
                page.stream()
                        .filter(known -> known.partner().parentId() != null)
                        .filter(known -> !known.partner().id().equals(close.closer()))
                        .toList();
        Result result = closeStatements.close(payers, close.period());
        boolean last = page.size() < settings.payersAtOnce();
        StatementClose next =
                last
                        ? close.done(payers.size(), result, clock.instant())
                        : close.checked(last(page), payers.size(), result, clock.instant());
        if (closes.replace(taken, next).isEmpty()) {
            LOG.warn(
                    "{} took longer than its lease for a page, another process goes on", next.id());
        } else if (last) {
            LOG.info(
                    "{} is done: {} of {} payers have closed statements for {}, {} stay open",
                    next.id(),
                    next.closed(),
                    next.checked(),
                    next.period(),
                    next.openCount());
        }
    }

    private static PartnerId last(List<KnownPartner> page) {
        return page.getLast().partner().id();
    }
}
