package io.keyway.license.quotas;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.IssuanceId;
import java.util.Map;

/** The counters that no concurrency can overrun: each call is one step, done or not. */
public interface Quotas {

    enum Claimed {
        /** Taken by this call. */
        NOW,
        /** Taken by an earlier call for the same holder. */
        BEFORE,
        /** Not left. */
        REFUSED
    }

    /** Counts the holder once, however often it claims. */
    Claimed claim(QuotaClaim claim, Id holder);

    /** The issuance got what it claimed: it stays counted. */
    void confirm(QuotaClaim claim, IssuanceId issuance);

    /** The holder did not get it: it is no longer counted. */
    void release(QuotaClaim claim, Id holder);

    /**
     * So many count no more, because of a settlement or a return: once, however often it is told.
     */
    void lower(String quota, Id because, long count);

    /**
     * The holders that have claimed it and were neither confirmed nor released, each with how much:
     * issuances under way, and returns, which keep their claims.
     */
    Map<Id, Long> claims(String quota);

    long used(String quota);

    /**
     * How much of it has ended as issued: what is used less what is still claimed. It never falls,
     * unless {@link #lower} is used on it.
     */
    long confirmed(String quota);
}
