package io.keyway.order.network;

import io.keyway.contracts.id.PartnerId;

/** What ends with a partner that is deleted. */
@FunctionalInterface
public interface PartnerDepartures {

    /** May be called again for one that has left already. */
    void leave(PartnerId gone);
}
