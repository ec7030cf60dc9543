package io.keyway.license.issuance;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.QuotaCounters;
import io.keyway.license.quotas.Quotas;
import io.keyway.license.quotas.Quotas.Claimed;
import io.keyway.license.simulation.Scheduler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Quota counters in memory with the behaviour of {@link QuotaCounters}; each call is one step. */
final class SimulatedQuotas implements Quotas {

    private static final class Counter {
        private long used;
        private final Map<String, Long> claims = new LinkedHashMap<>();
        private final Set<String> ended = new HashSet<>();
        private final Set<String> lowered = new HashSet<>();
    }

    private final Scheduler scheduler;
    private final Map<String, Counter> counters = new HashMap<>();

    SimulatedQuotas(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Claimed claim(QuotaClaim claim, Id holder) {
        scheduler.point();
        Counter counter = counter(claim.quota());
        Claimed claimed = claimed(counter, claim, holder.value());
        if (counter.used > claim.limit()) {
            throw new AssertionError(claim + ": " + counter.used + " are used");
        }
        scheduler.point();
        return claimed;
    }

    private static Claimed claimed(Counter counter, QuotaClaim claim, String holder) {
        if (counter.claims.containsKey(holder) || counter.ended.contains(holder)) {
            return Claimed.BEFORE;
        }
        if (counter.used + claim.count() > claim.limit()) {
            return Claimed.REFUSED;
        }
        counter.used += claim.count();
        counter.claims.put(holder, claim.count());
        return Claimed.NOW;
    }

    @Override
    public void confirm(QuotaClaim claim, IssuanceId issuance) {
        scheduler.point();
        Counter counter = counter(claim.quota());
        if (counter.claims.remove(issuance.value()) != null) {
            counter.ended.add(issuance.value());
        }
        scheduler.point();
    }

    @Override
    public void release(QuotaClaim claim, Id holder) {
        scheduler.point();
        Counter counter = counter(claim.quota());
        if (counter.claims.remove(holder.value()) != null) {
            counter.used -= claim.count();
        }
        scheduler.point();
    }

    @Override
    public void lower(String quota, Id because, long count) {
        scheduler.point();
        if (counter(quota).lowered.add(because.value())) {
            counter(quota).used -= count;
        }
        scheduler.point();
    }

    @Override
    public Map<Id, Long> claims(String quota) {
        scheduler.point();
        Map<Id, Long> claims = new LinkedHashMap<>();
        counter(quota)
                .claims
                .forEach(
                        (by, count) ->
                                claims.put(
                                        by.startsWith("iss_")
                                                ? new IssuanceId(by)
                                                : new ReturnId(by),
                                        count));
        return claims;
    }

    @Override
    public long used(String quota) {
        return counter(quota).used;
    }

    @Override
    public long confirmed(String quota) {
        scheduler.point();
        Counter counter = counter(quota);
        return counter.used - counter.claims.values().stream().mapToLong(Long::longValue).sum();
    }

    private Counter counter(String quota) {
        return counters.computeIfAbsent(quota, unused -> new Counter());
    }
}
