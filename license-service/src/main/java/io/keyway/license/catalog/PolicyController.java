package io.keyway.license.catalog;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /policies}: the terms on which licenses of a product are issued. */
@RestController
@RequestMapping("/api/v1/policies")
class PolicyController {

    private final Catalog catalog;
    private final MergePatch mergePatch;
    private final Clock clock;

    PolicyController(Catalog catalog, MergePatch mergePatch, Clock clock) {
        this.catalog = catalog;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /**
     * Create a policy.
     *
     * <p>Only a vendor with {@code manage_catalog} may ({@code forbidden}); a product outside its
     * catalog is {@code not_found}. Partners may sell the policy once it is in their portfolio.
     *
     * @param body the policy
     * @return the new policy
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PolicyResponse> create(
            Caller caller, NewId id, @Valid @RequestBody NewPolicy body) {
        PartnerId vendor = CatalogEdits.vendor(caller);
        if (catalog.product(caller, body.productId()).isEmpty()) {
            throw Refused.notFound();
        }
        Policy policy =
                PolicyRules.checked(body.toPolicy(id.as(PolicyId::with), vendor, clock.instant()));
        Stored<Policy> stored = catalog.add(policy);
        return ResponseEntity.created(URI.create("/api/v1/policies/" + stored.state().id()))
                .eTag(stored.etag())
                .body(PolicyResponse.from(stored.state()));
    }

    /**
     * List policies, newest first.
     *
     * <p>A vendor sees all its policies; a partner those that its whole path may sell. A customer
     * sees none.
     *
     * @param productId only policies of this product
     * @return a page of policies
     */
    @GetMapping
    Page<PolicyResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable ProductId productId,
            PageRequest page) {
        return catalog.policies(caller, productId, page)
                .map(stored -> PolicyResponse.from(stored.state()));
    }

    /**
     * Get a policy.
     *
     * <p>A policy that the caller may not see or sell is {@code not_found}.
     *
     * @param id the policy
     * @return the policy
     */
    @GetMapping("/{id}")
    ResponseEntity<PolicyResponse> get(Caller caller, @PathVariable PolicyId id) {
        return answer(catalog.policy(caller, id).orElseThrow(Refused::notFound));
    }

    /**
     * Change a policy.
     *
     * <p>A JSON merge patch: absent fields stay, null clears. Only the vendor with {@code
     * manage_catalog} may ({@code forbidden}). Licenses that were issued keep their terms; {@code
     * status} {@code withdrawn} ends the sale at once. With {@code If-Match}, a policy that was
     * changed meanwhile is {@code version_mismatch}.
     *
     * @param id the policy
     * @param patch the fields to change
     * @return the policy after the change
     */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", "application/json"})
    ResponseEntity<PolicyResponse> patch(
            Caller caller,
            @PathVariable PolicyId id,
            IfMatch ifMatch,
            @Patches(PolicyEdit.class) @RequestBody JsonNode patch) {
        if (catalog.policy(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        CatalogEdits.vendor(caller);
        return answer(
                catalog.change(
                                id,
                                stored -> {
                                    ifMatch.require(stored);
                                    Policy policy = stored.state();
                                    return CatalogEdits.decide(
                                            PolicyEdit.of(policy),
                                            edit -> mergePatch.apply(edit, patch),
                                            edited ->
                                                    PolicyRules.checked(
                                                            edited.onto(policy, clock.instant())),
                                            Policy::changed);
                                })
                        .orElseThrow(Refused::notFound));
    }

    private static ResponseEntity<PolicyResponse> answer(Stored<Policy> stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(PolicyResponse.from(stored.state()));
    }
}
