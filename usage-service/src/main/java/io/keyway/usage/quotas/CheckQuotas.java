package io.keyway.usage.quotas;

import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.MeterId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.usage.quotas.Quota.Raised;
import io.keyway.usage.reading.SubjectUsage;
import io.keyway.usage.reading.UsageReading;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Raises the thresholds that usage has reached: one conditional write of the quota carries the
 * events. Whoever checks the same usage later, in this process or another, finds them raised.
 */
@Component
class CheckQuotas {

    private static final Logger LOG = LoggerFactory.getLogger(CheckQuotas.class);

    private final Quotas quotas;
    private final Subjects subjects;
    private final SubjectUsage usage;
    private final Clock clock;

    CheckQuotas(Quotas quotas, Subjects subjects, SubjectUsage usage, Clock clock) {
        this.quotas = quotas;
        this.subjects = subjects;
        this.usage = usage;
        this.clock = clock;
    }

    /**
     * Checks a quota that was just set or changed. If usage cannot be read now, the next round of
     * {@link WatchUsage} does it.
     *
     * @return the quota after the check
     */
    Stored<Quota> atOnce(Stored<Quota> quota) {
        try {
            return check(quota, usage.now(), List.of(Quota.monthOf(clock.instant())));
        } catch (Refused unavailable) {
            return quota;
        }
    }

    /**
     * @param tail read after the usage was counted that is checked
     * @param months with usage to check
     * @return the quota after the check
     */
    Stored<Quota> check(Stored<Quota> read, UsageReading.Tail tail, Collection<YearMonth> months) {
        Quota quota = read.state();
        Subject owned = subjects.now(quota.subject());
        SortedMap<YearMonth, BigDecimal> used = new TreeMap<>();
        for (YearMonth month : months) {
            if (!quota.isSettled(month)) {
                used(tail, owned, quota.meterId(), month)
                        .ifPresentOrElse(
                                found -> used.put(month, found),
                                () ->
                                        LOG.warn(
                                                "{} is not checked: {} has more usage than reads.buckets-max",
                                                quota.id(),
                                                owned.idOf()));
            }
        }
        return quotas.settle(quota.id(), stored -> decide(stored.state(), quota, owned, used))
                .orElse(read);
    }

    /** The usage of the subject in the month; empty if it is too much for one query. */
    Optional<BigDecimal> used(
            UsageReading.Tail tail, Subject subject, MeterId meter, YearMonth month) {
        CustomerId customer = subject.customerId();
        return customer == null
                ? Optional.of(usage.ofPartner(tail, subject.owner(), meter, month))
                : usage.ofCustomer(
                        tail, subject.owner(), customer, subject.licenseId(), meter, month);
    }

    /**
     * @param checked the quota that was checked; a change since then has to be checked as well
     */
    private Decision<Quota> decide(
            Quota now, Quota checked, Subject owned, SortedMap<YearMonth, BigDecimal> used) {
        Instant unchecked = now.uncheckedSince();
        if (Objects.equals(unchecked, checked.uncheckedSince())) {
            unchecked = null;
        }
        Quota next = now.checked(owned, now.raised(), unchecked);
        List<DomainEvent> events = new ArrayList<>();
        for (YearMonth month : used.keySet()) {
            BigDecimal quantity = Objects.requireNonNull(used.get(month));
            List<Integer> reached = next.reached(month, quantity);
            if (!reached.isEmpty()) {
                events.addAll(next.events(month, reached, quantity, clock.instant()));
                next = next.checked(owned, new Raised(month, reached.getLast()), unchecked);
            }
        }
        return next.equals(now)
                ? Decision.keep()
                : Decision.change(next, events.toArray(DomainEvent[]::new));
    }
}
