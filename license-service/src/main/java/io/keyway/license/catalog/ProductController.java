package io.keyway.license.catalog;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.ProductKind;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /products}: the vendor's to change; for its partners, what they may sell. */
@RestController
@RequestMapping("/api/v1/products")
class ProductController {

    private final Catalog catalog;
    private final MergePatch mergePatch;
    private final Clock clock;

    ProductController(Catalog catalog, MergePatch mergePatch, Clock clock) {
        this.catalog = catalog;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /**
     * @param trialDays how long a trial lasts; absent for 14 days
     */
    record NewProduct(
            @NotBlank
                    @Size(max = 64)
                    @Pattern(
                            regexp = "[A-Za-z0-9][A-Za-z0-9._-]*",
                            message = "letters, digits, dot, dash and underscore")
                    String code,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull ProductKind kind,
            @Nullable @Size(max = 2000) String description,
            @Nullable @Min(1) @Max(3650) Integer trialDays) {}

    /** What of a product may change. */
    record ProductEdit(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @Nullable @Size(max = 2000) String description,
            @Nullable @Min(1) @Max(3650) Integer trialDays,
            @NotNull CatalogStatus status) {

        static ProductEdit of(Product product) {
            return new ProductEdit(
                    product.name(), product.description(), product.trialDays(), product.status());
        }

        Product onto(Product product, Instant now) {
            return new Product(
                    product.id(),
                    product.vendorId(),
                    product.code(),
                    product.codeKey(),
                    name,
                    product.kind(),
                    description,
                    trialDays,
                    status,
                    product.createdAt(),
                    now);
        }
    }

    record ProductResponse(
            ProductId id,
            PartnerId vendorId,
            String code,
            String name,
            ProductKind kind,
            @Nullable String description,
            @Nullable Integer trialDays,
            CatalogStatus status,
            Instant createdAt,
            Instant updatedAt) {

        static ProductResponse from(Product product) {
            return new ProductResponse(
                    product.id(),
                    product.vendorId(),
                    product.code(),
                    product.name(),
                    product.kind(),
                    product.description(),
                    product.trialDays(),
                    product.status(),
                    product.createdAt(),
                    product.updatedAt());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ProductResponse> create(
            Caller caller, NewId id, @Valid @RequestBody NewProduct body) {
        PartnerId vendor = vendor(caller);
        Instant now = clock.instant();
        Product product =
                new Product(
                        id.as(ProductId::with),
                        vendor,
                        body.code(),
                        Product.codeKey(vendor, body.code()),
                        body.name(),
                        body.kind(),
                        body.description(),
                        body.trialDays(),
                        CatalogStatus.ACTIVE,
                        now,
                        now);
        Stored<Product> stored =
                catalog.add(product)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                ProblemCode.ALREADY_EXISTS,
                                                "you have a product with this code"));
        return ResponseEntity.created(URI.create("/api/v1/products/" + stored.state().id()))
                .eTag(stored.etag())
                .body(ProductResponse.from(stored.state()));
    }

    @GetMapping
    Page<ProductResponse> list(Caller caller, PageRequest page) {
        return catalog.products(caller, page).map(stored -> ProductResponse.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<ProductResponse> get(Caller caller, @PathVariable ProductId id) {
        return answer(catalog.product(caller, id).orElseThrow(Refused::notFound));
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", "application/json"})
    ResponseEntity<ProductResponse> patch(
            Caller caller,
            @PathVariable ProductId id,
            IfMatch ifMatch,
            @Patches(ProductEdit.class) @RequestBody JsonNode patch) {
        if (catalog.product(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        vendor(caller);
        return answer(
                catalog.change(
                                id,
                                stored -> {
                                    ifMatch.require(stored);
                                    Product product = stored.state();
                                    ProductEdit edit = ProductEdit.of(product);
                                    ProductEdit edited = mergePatch.apply(edit, patch);
                                    if (edited.equals(edit)) {
                                        return Decision.keep();
                                    }
                                    Product next = edited.onto(product, clock.instant());
                                    return Decision.change(next, next.changed());
                                })
                        .orElseThrow(Refused::notFound));
    }

    private static ResponseEntity<ProductResponse> answer(Stored<Product> stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(ProductResponse.from(stored.state()));
    }

    /** The catalog is the vendor's own: no partner and no operator writes it. */
    static PartnerId vendor(Caller caller) {
        PartnerId partner = caller.partnerId();
        if (partner == null
                || !partner.equals(caller.vendorId())
                || !caller.may(Permission.MANAGE_CATALOG)) {
            throw new Refused(ProblemCode.FORBIDDEN, "only a vendor changes its catalog");
        }
        return partner;
    }
}
