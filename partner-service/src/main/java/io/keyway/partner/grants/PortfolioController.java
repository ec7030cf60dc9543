package io.keyway.partner.grants;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductKind;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.partner.network.Catalog;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.portfolio.GrantRequest;
import io.keyway.partner.portfolio.GrantRules;
import io.keyway.partner.portfolio.Portfolios;
import io.keyway.partner.portfolio.Portfolios.Grants;
import io.keyway.partner.portfolio.Portfolios.Sellable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The grants of partners, and what they may sell by them. */
@Validated
@RestController
@RequestMapping("/api/v1")
class PortfolioController {

    /**
     * A product that a partner may sell.
     *
     * @param productId the product
     * @param code the vendor's code for it
     * @param name its name
     * @param kind {@code product} or {@code service}
     * @param grantedBy the parent, which has granted it; absent for the vendor's own products
     * @param policies the policies that the partner may sell it with
     */
    record SellableProduct(
            ProductId productId,
            String code,
            String name,
            ProductKind kind,
            @Nullable GrantedBy grantedBy,
            List<SellablePolicy> policies) {}

    /**
     * The partner that has granted something.
     *
     * @param partnerId the partner
     * @param name its name
     */
    record GrantedBy(PartnerId partnerId, String name) {}

    /**
     * A policy that a partner may sell.
     *
     * @param policyId the policy
     * @param name its name
     * @param type type of its licenses
     * @param price list price of one license; absent if it cannot be ordered
     * @param licensesMax licenses that may be issued at most: the smallest maximum on the partner's
     *     path; absent for no maximum
     * @param expiresAt from when it may no longer be sold: the earliest end on the partner's path;
     *     absent for no end
     */
    record SellablePolicy(
            PolicyId policyId,
            String name,
            LicenseType type,
            @Nullable Money price,
            @Nullable Long licensesMax,
            @Nullable Instant expiresAt) {

        static SellablePolicy from(Sellable sellable) {
            PolicyState policy = sellable.policy();
            return new SellablePolicy(
                    policy.id(),
                    policy.name(),
                    policy.type(),
                    policy.price(),
                    sellable.terms().licensesMax(),
                    sellable.terms().expiresAt());
        }
    }

    /**
     * What a partner may sell.
     *
     * @param items the products, sorted by name
     */
    record PortfolioResponse(List<SellableProduct> items) {}

    private final Portfolios portfolios;
    private final GrantRules grantRules;
    private final Catalog catalog;
    private final Partners partners;

    PortfolioController(
            Portfolios portfolios, GrantRules grantRules, Catalog catalog, Partners partners) {
        this.portfolios = portfolios;
        this.grantRules = grantRules;
        this.catalog = catalog;
        this.partners = partners;
    }

    /**
     * Get the grants of a partner. The grants as they were given. What the partner may sell by them
     * can be less, because its parent may have less by now. A partner outside the caller's branch
     * is {@code not_found}.
     *
     * @param id the partner
     * @return all grants of the partner
     */
    @GetMapping("/partners/{id}/grants")
    ResponseEntity<List<Grant>> grants(Caller caller, @PathVariable PartnerId id) {
        Partner partner = partners.find(caller, id).state();
        return answer(portfolios.of(id, partner.scope()));
    }

    /**
     * Replace the grants of a partner. The list replaces all former grants; what is withdrawn can
     * no longer be sold by the partner and everybody below it. Each grant must be within the
     * parent's portfolio ({@code not_in_portfolio}). The caller must be above the partner and needs
     * {@code manage_partners} ({@code forbidden}); a vendor has no grants ({@code conflict}).
     *
     * @param id the partner
     * @return all grants of the partner
     */
    @PutMapping("/partners/{id}/grants")
    ResponseEntity<List<Grant>> replace(
            Caller caller,
            @PathVariable PartnerId id,
            IfMatch ifMatch,
            @RequestBody @Size(max = 1000) List<@NotNull @Valid GrantRequest> grants) {
        Partner partner = partners.requireAbove(caller, id);
        if (partner.scope().size() == 1) {
            throw new Refused(ProblemCode.CONFLICT, "A vendor sells all that is its own.");
        }
        grantRules.requireWithinParents(caller, partner.scope(), grants);
        return answer(portfolios.replace(id, partner.scope(), grants, ifMatch));
    }

    /**
     * Get what a partner may sell. Products and policies within the grants of all partners on the
     * path, as of now. Customers get {@code forbidden}; a partner outside the caller's branch is
     * {@code not_found}.
     *
     * @param partnerId a partner of the caller's branch; absent for the caller's own
     * @return the products with their policies and prices
     */
    @GetMapping("/portfolio")
    PortfolioResponse portfolio(
            Caller caller, @RequestParam(required = false) @Nullable PartnerId partnerId) {
        if (caller.role() == Role.CUSTOMER || (partnerId == null && caller.partnerId() == null)) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only partners sell.");
        }
        List<PartnerId> path =
                partnerId == null
                        ? caller.path()
                        : partners.find(caller, partnerId).state().scope();
        GrantedBy grantedBy =
                path.size() < 2
                        ? null
                        : partners.load(path.get(path.size() - 2))
                                .map(parent -> new GrantedBy(parent.id(), parent.name()))
                                .orElse(null);
        Map<ProductId, List<Sellable>> byProduct =
                portfolios.sellable(path).stream()
                        .collect(Collectors.groupingBy(sellable -> sellable.policy().productId()));
        return new PortfolioResponse(
                byProduct.entrySet().stream()
                        .flatMap(
                                sellable ->
                                        catalog.product(sellable.getKey()).stream()
                                                .map(
                                                        product ->
                                                                sellable(
                                                                        product,
                                                                        grantedBy,
                                                                        sellable.getValue())))
                        .sorted(Comparator.comparing(SellableProduct::name))
                        .toList());
    }

    private static SellableProduct sellable(
            ProductState product, @Nullable GrantedBy grantedBy, List<Sellable> policies) {
        return new SellableProduct(
                product.id(),
                product.code(),
                product.name(),
                product.kind(),
                grantedBy,
                policies.stream().map(SellablePolicy::from).toList());
    }

    private static ResponseEntity<List<Grant>> answer(Stored<Grants> stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(stored.state().grants());
    }
}
