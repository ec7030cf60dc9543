package io.keyway.partner.portfolio;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.http.Refused;
import io.keyway.partner.network.Catalog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which grants a partner may be given: a subset of what its parent may sell. */
@Component
public class GrantRules {

    private final Portfolios portfolios;
    private final Catalog catalog;
    private final Clock clock;

    GrantRules(Portfolios portfolios, Catalog catalog, Clock clock) {
        this.portfolios = portfolios;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Requires that each grant is within what the parent may sell.
     *
     * @param path from the vendor down to the partner that is given the grants
     * @throws Refused {@code not_found} for what the caller itself may not sell, {@code
     *     not_in_portfolio} for what only the parent may not sell, {@code invalid_request} for a
     *     larger maximum or a later end than the parent's
     */
    public void requireWithinParents(
            Caller caller, List<PartnerId> path, List<GrantRequest> requested) {
        Instant now = clock.instant();
        Portfolio parents = portfolios.portfolio(path.subList(0, path.size() - 1));
        Portfolio callers =
                caller.role() == Role.OPERATOR ? parents : portfolios.portfolio(caller.path());
        for (GrantRequest grant : requested) {
            requireProduct(grant.productId(), path.getFirst(), callers, parents, now);
            for (PolicyId policy :
                    grant.policyIds() == null
                            ? List.<PolicyId>of()
                            : List.copyOf(grant.policyIds())) {
                requirePolicy(grant.productId(), policy, callers, parents, now);
            }
            requireBounds(parents, grant, now);
        }
    }

    private void requireProduct(
            ProductId id, PartnerId vendor, Portfolio callers, Portfolio parents, Instant now) {
        boolean visible =
                catalog.product(id)
                        .filter(product -> product.vendorId().equals(vendor))
                        .filter(product -> callers.contains(id, now))
                        .isPresent();
        if (!visible) {
            throw Refused.notFound();
        }
        if (!parents.contains(id, now)) {
            throw new Refused(ProblemCode.NOT_IN_PORTFOLIO);
        }
    }

    private void requirePolicy(
            ProductId product, PolicyId id, Portfolio callers, Portfolio parents, Instant now) {
        boolean visible =
                catalog.policy(id)
                        .filter(policy -> policy.productId().equals(product))
                        .filter(policy -> callers.contains(product, id, now))
                        .isPresent();
        if (!visible) {
            throw Refused.notFound();
        }
        if (!parents.contains(product, id, now)) {
            throw new Refused(ProblemCode.NOT_IN_PORTFOLIO);
        }
    }

    /** A grant without a bound of its own has its parent's, and so needs no check. */
    private void requireBounds(Portfolio parents, GrantRequest grant, Instant now) {
        List<PolicyId> granted =
                grant.policyIds() == null
                        ? catalog.policies(grant.productId()).stream().map(PolicyState::id).toList()
                        : List.copyOf(grant.policyIds());
        for (PolicyId policy : granted) {
            Portfolio.Terms terms =
                    parents.terms(grant.productId(), policy, now).orElse(Portfolio.Terms.UNBOUNDED);
            if (grant.licensesMax() != null
                    && terms.licensesMax() != null
                    && grant.licensesMax() > terms.licensesMax()) {
                throw Refused.invalid(
                                "licensesMax",
                                "must be at most %d, as its parent's"
                                        .formatted(terms.licensesMax()))
                        .get();
            }
            if (grant.expiresAt() != null
                    && terms.expiresAt() != null
                    && grant.expiresAt().isAfter(terms.expiresAt())) {
                throw Refused.invalid(
                                "expiresAt",
                                "must not be after %s, as its parent's"
                                        .formatted(terms.expiresAt()))
                        .get();
            }
        }
    }
}
