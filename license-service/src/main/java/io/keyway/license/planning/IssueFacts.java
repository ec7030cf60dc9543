package io.keyway.license.planning;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state that the decision depends on, already limited to the issuer's scope.
 *
 * @param now when the decision is made
 * @param customer null if the question names no customer: then no rule about customers refuses
 * @param customerHasPrimary whether the customer has a primary license of the product
 * @param grants the portfolio grants of the partners on the path, by partner
 * @param order null when issuing from the portfolio
 * @param usedOfLines how much of each order line is used; a hint, the quota claim decides
 */
public record IssueFacts(
        Instant now,
        PartnerState issuer,
        Product product,
        Policy policy,
        @Nullable CustomerState customer,
        boolean customerHasPrimary,
        Map<PartnerId, GrantsState> grants,
        @Nullable OrderState order,
        Map<LineId, Long> usedOfLines) {}
