package io.keyway.partner.partners;

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
import io.keyway.partner.portfolio.GrantRequest;
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

/** What partners are granted, and what they may sell. */
@Validated
@RestController
@RequestMapping("/api/v1")
class PortfolioController {

    /**
     * A product that a partner may sell, and the policies that it may sell it under.
     *
     * @param grantedBy the partner's parent; absent for what is the vendor's own
     */
    record SellableProduct(
            ProductId productId,
            String code,
            String name,
            ProductKind kind,
            @Nullable GrantedBy grantedBy,
            List<SellablePolicy> policies) {}

    record GrantedBy(PartnerId partnerId, String name) {}

    /**
     * @param price list price of one license; absent for one that cannot be ordered
     * @param licensesMax how many licenses, the tightest bound of all above it; absent for no bound
     * @param expiresAt until when, the tightest likewise; absent for no end
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

    record PortfolioResponse(List<SellableProduct> items) {}

    private final Portfolios portfolios;
    private final Partners partners;

    PortfolioController(Portfolios portfolios, Partners partners) {
        this.portfolios = portfolios;
        this.partners = partners;
    }

    @GetMapping("/partners/{id}/grants")
    ResponseEntity<List<Grant>> grants(Caller caller, @PathVariable PartnerId id) {
        Partner partner = partners.find(caller, id).state();
        return answer(portfolios.of(id, partner.scope()));
    }

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
        portfolios.check(caller, partner.scope(), grants);
        return answer(portfolios.replace(id, partner.scope(), grants, ifMatch));
    }

    /**
     * @param partnerId a partner of the caller's branch; absent for what the caller itself may sell
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
                                        portfolios.product(sellable.getKey()).stream()
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
