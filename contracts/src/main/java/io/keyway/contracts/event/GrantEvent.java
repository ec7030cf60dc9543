package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events about portfolios. What a partner may really sell is the intersection along its path:
 * {@code Portfolio}.
 */
public sealed interface GrantEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.GRANTS;
    }

    @JsonTypeName("io.keyway.grants.replaced.v1")
    record GrantsReplaced(GrantsState grants) implements GrantEvent {
        @Override
        @JsonIgnore
        public String key() {
            return grants.partnerId().value();
        }
    }

    /** The whole list of one partner's grants, as its parent gave them. */
    record GrantsState(PartnerId partnerId, List<PartnerId> path, List<Grant> grants) {}

    /**
     * A grant of one product.
     *
     * @param productId the product
     * @param policyIds the policies of the product; absent for all of them
     * @param licensesMax how many licenses may be issued under it; absent for no maximum
     * @param expiresAt the first instant at which it is no longer valid; absent for no end
     */
    record Grant(
            ProductId productId,
            @Nullable Set<PolicyId> policyIds,
            @Nullable Long licensesMax,
            @Nullable Instant expiresAt) {

        public boolean covers(ProductId product, PolicyId policy, Instant at) {
            return productId.equals(product)
                    && (policyIds == null || policyIds.contains(policy))
                    && (expiresAt == null || at.isBefore(expiresAt));
        }
    }
}
