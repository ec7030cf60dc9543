package io.keyway.usage.closing;

import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.CustomerEdges;
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
    private final CustomerEdges edges;
    private final CloseStatements closeStatements;
    private final UsageProperties.Statements settings;
    private final Clock clock;

    CloseNextPage(
            StatementCloses closes,
            Network network,
            CustomerEdges edges,
            CloseStatements closeStatements,
            UsageProperties settings,
            Clock clock) {
        this.closes = closes;
        this.network = network;
        this.edges = edges;
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
        StatementClose next =
                close.phase() == StatementClose.Phase.CUSTOMERS
                        ? customers(close)
                        : partners(close);
        if (closes.replace(taken, next).isEmpty()) {
            LOG.warn(
                    "{} took longer than its lease for a page, another process goes on", next.id());
        } else if (next.status() == StatementClose.Status.DONE) {
            LOG.info(
                    "{} is done: {} of {} payers have closed statements for {}, {} stay open",
                    next.id(),
                    next.closed(),
                    next.checked(),
                    next.period(),
                    next.openCount());
        }
    }

    private StatementClose partners(StatementClose close) {
        List<KnownPartner> page =
                network.branch(close.closer(), close.cursor(), settings.payersAtOnce());
        // A partner's own statement is closed by its parent; a vendor has none.
        List<KnownPartner> payers =
                page.stream()
                        .filter(partner -> partner.payeeId() != null)
                        .filter(partner -> !partner.id().equals(close.closer()))
                        .toList();
        Result result = closeStatements.close(payers, close.period());
        Instant now = clock.instant();
        return page.size() < settings.payersAtOnce()
                ? close.partnersDone(payers.size(), result, now)
                : close.checked(page.getLast().key(), payers.size(), result, now);
    }

    private StatementClose customers(StatementClose close) {
        List<CustomerEdge> page =
                edges.branch(close.closer(), close.cursor(), settings.payersAtOnce());
        Result result = closeStatements.close(page, close.period());
        Instant now = clock.instant();
        return page.size() < settings.payersAtOnce()
                ? close.done(page.size(), result, now)
                : close.checked(page.getLast().key(), page.size(), result, now);
    }
}
