package io.keyway.usage.statements;

import java.time.YearMonth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/**
 * Sends the closed statements of a month to {@code billing} again, on the management port: {@code
 * POST /actuator/billingreplay/<period>}. For a billing system that lost what it had read; one that
 * has it takes nothing twice, because a line is identified by its statement and key.
 */
@Component
@Endpoint(id = "billingreplay")
final class BillingReplayEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(BillingReplayEndpoint.class);

    private final Statements statements;

    BillingReplayEndpoint(Statements statements) {
        this.statements = statements;
    }

    /**
     * @param statements how many were sent again
     */
    record Report(YearMonth period, int statements) {}

    @WriteOperation
    Report replay(@Selector YearMonth period) {
        LOG.info("the closed statements of {} are sent to billing again", period);
        int sent = statements.eachOf(period, statement -> statements.replay(statement.id()));
        LOG.info("{} statements of {} were sent to billing again", sent, period);
        return new Report(period, sent);
    }
}
