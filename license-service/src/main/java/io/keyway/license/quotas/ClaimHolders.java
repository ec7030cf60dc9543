package io.keyway.license.quotas;

import io.keyway.contracts.id.Id;

/** Knows how those ended that claim quotas: issuances, returns of orders. */
public interface ClaimHolders {

    /**
     * Whether the holder has ended and its claims are settled, so that whatever it still holds was
     * claimed after its end. False for an unknown holder, and for one of another kind.
     */
    boolean keepsNothing(Id holder);
}
