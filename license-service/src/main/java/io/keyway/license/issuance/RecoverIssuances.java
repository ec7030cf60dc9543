package io.keyway.license.issuance;

import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Stage;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes up what nobody brings to its end: issuances whose process died, lines that wait for a
 * customer, chunks that went to the dead letters. Every instance sweeps; two at one issuance do no
 * harm.
 */
@Component
class RecoverIssuances {

    private static final Logger LOG = LoggerFactory.getLogger(RecoverIssuances.class);

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final IssueOrderLines orderLines;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    RecoverIssuances(
            Issuances issuances,
            IssuanceSaga saga,
            IssueOrderLines orderLines,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.orderLines = orderLines;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${keyway.license.issuance.sweep-every:2s}")
    void sweep() {
        for (Issuance issuance :
                issuances.toRecover(clock.instant().minus(settings.recoverAfter()))) {
            try {
                Issuance moved = orderLines.advance(issuance);
                if (moved.stage() == Stage.ISSUING) {
                    moved = saga.advance(saga.issueRest(moved));
                }
                if (moved.stage() != Stage.WAITING) {
                    LOG.info(
                            "took up {}: {} of {}",
                            moved.id(),
                            moved.stage(),
                            moved.request().quantity());
                }
            } catch (RuntimeException failed) {
                LOG.warn(
                        "{} stays where it is, the next sweep tries again: {}",
                        issuance.id(),
                        failed.toString());
            }
        }
    }
}
