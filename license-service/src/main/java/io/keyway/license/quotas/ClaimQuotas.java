package io.keyway.license.quotas;

import io.keyway.contracts.id.Id;
import io.keyway.license.LicenseProperties;
import io.keyway.license.quotas.Quotas.Claimed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Claims several quotas for one holder. */
@Component
public class ClaimQuotas {

    private final Quotas quotas;
    private final List<ClaimHolders> holders;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    public ClaimQuotas(
            Quotas quotas, List<ClaimHolders> holders, LicenseProperties settings, Clock clock) {
        this.quotas = quotas;
        this.holders = List.copyOf(holders);
        this.settings = settings.issuance();
        this.clock = clock;
    }

    /**
     * @param taken the claims that this call took, not those that the holder already had
     * @param refused the claim that was refused; null if the holder has all of them
     */
    public record Result(List<QuotaClaim> taken, @Nullable QuotaClaim refused) {

        public Result {
            taken = List.copyOf(taken);
        }
    }

    /**
     * Claims one quota after the other and stops at the first that is refused. Releases nothing of
     * the holder's: what to do about a refusal is its decision.
     */
    public Result claim(List<QuotaClaim> claims, Id holder) {
        List<QuotaClaim> taken = new ArrayList<>();
        for (QuotaClaim claim : claims) {
            Claimed claimed = quotas.claim(claim, holder);
            if (claimed == Claimed.REFUSED && releaseAbandoned(claim)) {
                claimed = quotas.claim(claim, holder);
            }
            if (claimed == Claimed.REFUSED) {
                return new Result(taken, claim);
            }
            if (claimed == Claimed.NOW) {
                taken.add(claim);
            }
        }
        return new Result(taken, null);
    }

    /**
     * Releases claims of holders that have ended. A thread that paused while claiming may have
     * claimed after the end, and its process may have died before it could release the claim. Such
     * claims are looked for only when a claim is refused, because only then do they matter.
     *
     * @return whether anything was released
     */
    private boolean releaseAbandoned(QuotaClaim refused) {
        Instant before = clock.instant().minus(settings.recoverAfter());
        boolean released = false;
        for (Map.Entry<Id, Long> claim : quotas.claims(refused.quota()).entrySet()) {
            Id holder = claim.getKey();
            if (holder.madeAt().isBefore(before)
                    && holders.stream().anyMatch(known -> known.keepsNothing(holder))) {
                quotas.release(
                        new QuotaClaim(refused.quota(), claim.getValue(), refused.limit()), holder);
                released = true;
            }
        }
        return released;
    }
}
