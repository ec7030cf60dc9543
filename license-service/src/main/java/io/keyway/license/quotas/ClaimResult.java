package io.keyway.license.quotas;

import io.keyway.contracts.id.Id;
import io.keyway.license.quotas.Quotas.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The result of claiming several quotas for one holder.
 *
 * @param taken the claims that this call took, not those that the holder already had
 * @param refused the claim that was refused; null if the holder has all of them
 */
public record ClaimResult(List<QuotaClaim> taken, @Nullable QuotaClaim refused) {

    public ClaimResult {
        taken = List.copyOf(taken);
    }

    /**
     * Claims one quota after the other and stops at the first that is refused. Releases nothing:
     * what to do about a refusal is the holder's decision.
     *
     * @param retry called with a refused claim; true if it has freed some of the quota, so that the
     *     claim is tried once more
     */
    public static ClaimResult claim(
            Quotas quotas, List<QuotaClaim> claims, Id holder, Predicate<QuotaClaim> retry) {
        List<QuotaClaim> taken = new ArrayList<>();
        for (QuotaClaim claim : claims) {
            Claimed claimed = quotas.claim(claim, holder);
            if (claimed == Claimed.REFUSED && retry.test(claim)) {
                claimed = quotas.claim(claim, holder);
            }
            if (claimed == Claimed.REFUSED) {
                return new ClaimResult(taken, claim);
            }
            if (claimed == Claimed.NOW) {
                taken.add(claim);
            }
        }
        return new ClaimResult(taken, null);
    }
}
