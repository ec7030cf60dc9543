package io.keyway.usage.statements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.reading.UsageReading;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Closes a month for all payers below the caller. It may be repeated: each statement is one insert,
 * and a closed one stays as it is.
 */
@Component
class CloseStatements {

    private static final int PARTNERS_AT_ONCE = 200;

    private final Network network;
    private final ComputeStatement compute;
    private final Statements statements;
    private final Clock clock;
    private final int linesMax;

    CloseStatements(
            Network network,
            ComputeStatement compute,
            Statements statements,
            Clock clock,
            UsageProperties settings) {
        this.network = network;
        this.compute = compute;
        this.statements = statements;
        this.clock = clock;
        this.linesMax = settings.statements().linesMax();
    }

    sealed interface Outcome {
        record Closed(List<StatementId> closed, List<Open> open) implements Outcome {}

        /** The month is not over, so its amounts can still change. */
        record NotOver() implements Outcome {}
    }

    /**
     * A payer whose month stays open; close the month again when the reason is gone.
     *
     * @param payerId the partner that owes
     * @param reason {@code unrated} or {@code too_many_lines}
     */
    record Open(PartnerId payerId, Reason reason) {}

    enum Reason {
        /** The plan's rate cannot be applied to some usage. */
        @JsonProperty("unrated")
        UNRATED,
        /** The statement has more lines than the settings allow. */
        @JsonProperty("too_many_lines")
        TOO_MANY_LINES
    }

    Outcome close(Caller caller, YearMonth period) {
        YearMonth running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        if (!period.isBefore(running)) {
            return new Outcome.NotOver();
        }
        List<StatementId> closed = new ArrayList<>();
        List<Open> open = new ArrayList<>();
        UsageReading.Tail tail = compute.now();
        PageRequest request = PageRequest.first(PARTNERS_AT_ONCE);
        while (true) {
            Page<KnownPartner> payers = network.partners(caller, request);
            for (KnownPartner payer : payers.items()) {
                // A partner's own statement is closed by its parent.
                if (!payer.partner().id().equals(caller.partnerId())) {
                    close(tail, payer, period, closed, open);
                }
            }
            if (payers.next() == null) {
                return new Outcome.Closed(closed, open);
            }
            request =
                    PageRequest.after(
                            PARTNERS_AT_ONCE, payers.items().getLast().partner().id().value());
        }
    }

    private void close(
            UsageReading.Tail tail,
            KnownPartner payer,
            YearMonth period,
            List<StatementId> closed,
            List<Open> open) {
        Optional<Statement> before = statements.load(payer.partner().id(), period);
        if (before.isPresent()) {
            closed.add(before.get().id());
            return;
        }
        Optional<Statement> draft = compute.draft(tail, payer, period);
        if (draft.isEmpty() || draft.get().lines().isEmpty()) {
            return;
        }
        if (!draft.get().rated()) {
            open.add(new Open(payer.partner().id(), Reason.UNRATED));
            return;
        }
        if (draft.get().lines().size() > linesMax) {
            open.add(new Open(payer.partner().id(), Reason.TOO_MANY_LINES));
            return;
        }
        closed.add(statements.keep(draft.get().closed(clock.instant())).state().id());
    }
}
