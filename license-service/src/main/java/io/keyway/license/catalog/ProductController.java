package io.keyway.license.catalog;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
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

/** {@code /products}: a vendor manages its products; its partners see what they may sell. */
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
     * A product to create.
     *
     * @param code the vendor's own code, unique per vendor; letters, digits, dot, dash and
     *     underscore, at most 64 characters
     * @param name shown to partners and customers, 1 to 200 characters
     * @param kind {@code product} or {@code service}
     * @param description at most 2000 characters
     * @param trialDays how long a trial lasts, 1 to 3650 days; default 14
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

    /**
     * The fields of a product that can change.
     *
     * @param name shown to partners and customers, 1 to 200 characters
     * @param description at most 2000 characters
     * @param trialDays how long a trial lasts, 1 to 3650 days; absent for 14
     * @param status {@code active} or {@code withdrawn}: a withdrawn product is not sold any more
     */
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

    /**
     * A product or service of a vendor.
     *
     * @param id the id of the product
     * @param vendorId the vendor that owns it
     * @param code the vendor's own code
     * @param name shown to partners and customers
     * @param kind {@code product} or {@code service}
     * @param description absent if there is none
     * @param trialDays how long a trial lasts, in days; absent for 14
     * @param status {@code active} or {@code withdrawn}
     * @param createdAt when the product was created
     * @param updatedAt when the product was last changed
     */
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

    /**
     * Create a product or service.
     *
     * <p>Only a vendor with {@code manage_catalog} may ({@code forbidden}). A code that the vendor
     * uses already is {@code already_exists}. Partners see the product once it is in their
     * portfolio.
     *
     * @param body the product
     * @return the new product
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ProductResponse> create(
            Caller caller, NewId id, @Valid @RequestBody NewProduct body) {
        PartnerId vendor = CatalogEdits.vendor(caller);
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

    /**
     * List products, newest first.
     *
     * <p>A vendor sees all its products; a partner those that its whole path may sell. A customer
     * sees none.
     *
     * @return a page of products
     */
    @GetMapping
    Page<ProductResponse> list(Caller caller, PageRequest page) {
        return catalog.products(caller, page).map(stored -> ProductResponse.from(stored.state()));
    }

    /**
     * Get a product.
     *
     * <p>A product that the caller may not see or sell is {@code not_found}.
     *
     * @param id the product
     * @return the product
     */
    @GetMapping("/{id}")
    ResponseEntity<ProductResponse> get(Caller caller, @PathVariable ProductId id) {
        return answer(catalog.product(caller, id).orElseThrow(Refused::notFound));
    }

    /**
     * Change a product.
     *
     * <p>A JSON merge patch: absent fields stay, null clears. Only the vendor with {@code
     * manage_catalog} may ({@code forbidden}). {@code status} {@code withdrawn} ends the sale at
     * once; issued licenses stay valid. With {@code If-Match}, a product that was changed meanwhile
     * is {@code version_mismatch}.
     *
     * @param id the product
     * @param patch the fields to change
     * @return the product after the change
     */
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
        CatalogEdits.vendor(caller);
        return answer(
                catalog.change(
                                id,
                                stored -> {
                                    ifMatch.require(stored);
                                    Product product = stored.state();
                                    return CatalogEdits.decide(
                                            ProductEdit.of(product),
                                            edit -> mergePatch.apply(edit, patch),
                                            edited -> edited.onto(product, clock.instant()),
                                            Product::changed);
                                })
                        .orElseThrow(Refused::notFound));
    }

    private static ResponseEntity<ProductResponse> answer(Stored<Product> stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(ProductResponse.from(stored.state()));
    }
}
