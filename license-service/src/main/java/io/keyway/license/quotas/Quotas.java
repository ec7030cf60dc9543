package io.keyway.license.quotas;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.IssuanceId;
import java.util.Map;

/** Counters with a limit that no concurrency can exceed. Each call is atomic. */
public interface Quotas {

    /** The result of a claim. */
    enum Claimed {
        /** Counted by this call. */
        NOW,
        /** Counted by an earlier call of the same holder. */
        BEFORE,
        /** Not counted: it would exceed the limit. */
        REFUSED
    }

    /** Counts the claim of the holder; once, however often the holder claims. */
    Claimed claim(QuotaClaim claim, Id holder);

    /** Makes the claim of a completed issuance permanent. */
    void confirm(QuotaClaim claim, IssuanceId issuance);

    /** Takes back the claim of the holder; does nothing if it has none. */
    void release(QuotaClaim claim, Id holder);

    /**
     * Lowers the counter because of a settlement or a return.
     *
     * @param because the id of the settlement or return; each lowers a counter once
     */
    void lower(String quota, Id because, long count);

    /**
     * The holders that have claimed it and were neither confirmed nor released, each with how much:
     * issuances under way, and returns, which keep their claims.
     */
    Map<Id, Long> claims(String quota);

    /** What is counted, claims included. */
    long used(String quota);

    /** What is counted without unconfirmed claims. Only {@link #lower} makes it fall. */
    long confirmed(String quota);
}
