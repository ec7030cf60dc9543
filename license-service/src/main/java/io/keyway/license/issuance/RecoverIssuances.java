package io.keyway.license.issuance;

import io.keyway.contracts.Topic;
import io.keyway.kit.store.CatchUp;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Waiting;
import io.keyway.license.issuance.IssuanceDocument.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Continues issuances that are stuck: their process died, an order line waits for data, or a chunk
 * became a dead letter. Every instance sweeps; the one that takes an issuance marks it as moved, so
 * that the others leave it alone.
 */
@Component
class RecoverIssuances {

    private static final Logger LOG = LoggerFactory.getLogger(RecoverIssuances.class);
    private static final Set<Stage> WAITING = EnumSet.of(Stage.WAITING);
    private static final Set<Stage> BEGUN = EnumSet.complementOf(EnumSet.of(Stage.WAITING));

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final IssueOrderLines orderLines;
    private final CatchUp catchUp;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    RecoverIssuances(
            Issuances issuances,
            IssuanceSaga saga,
            IssueOrderLines orderLines,
            CatchUp catchUp,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.orderLines = orderLines;
        this.catchUp = catchUp;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${keyway.license.issuance.sweep-every:2s}")
    void sweep() {
        takeUp(WAITING, settings.sweepEvery());
        takeUp(BEGUN, settings.recoverAfter());
    }

    private void takeUp(Set<Stage> stages, Duration unmovedFor) {
        Instant since = clock.instant().minus(unmovedFor);
        for (Issuance unmoved : issuances.unmoved(stages, since, settings.sweepMax())) {
            if (isQueued(unmoved)) {
                continue;
            }
            try {
                issuances.takeUp(unmoved.id(), since, clock.instant()).ifPresent(this::advance);
            } catch (RuntimeException failed) {
                LOG.warn(
                        "{} stays where it is, the next sweep tries again: {}",
                        unmoved.id(),
                        failed.toString());
            }
        }
    }

    /** Its chunk requests are on the bus and not consumed yet: it is queued, not stuck. */
    private boolean isQueued(Issuance issuance) {
        return issuance instanceof Issuing issuing
                && issuing.prepared().inBackground()
                && !catchUp.hasConsumed(Topic.ISSUANCE, issuance.id());
    }

    private void advance(Issuance issuance) {
        Issuance moved = orderLines.advance(issuance).issuance();
        if (moved instanceof Issuing issuing) {
            moved = saga.issueRest(issuing).issuance();
        }
        if (!(moved instanceof Waiting)) {
            LOG.info(
                    "took up {}: {} of {}",
                    moved.id(),
                    Stage.of(moved),
                    moved.request().quantity());
        }
    }
}
