package io.keyway.license.catalog;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
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
import io.keyway.license.licenses.KeyScheme;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
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

    private static final Duration DURATION_MAX = Duration.ofDays(36_500);
    private static final Duration HEARTBEAT_MIN = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT_MAX = Duration.ofDays(366);

    private final Catalog catalog;
    private final MergePatch mergePatch;
    private final Clock clock;

    PolicyController(Catalog catalog, MergePatch mergePatch, Clock clock) {
        this.catalog = catalog;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /**
     * @param duration of a subscription; ISO-8601 in days or less ({@code P365D})
     * @param machinesMax absent where licenses are not bound to machines
     * @param scheme {@code ed25519} unless said otherwise
     * @param price of one license; absent for one that cannot be ordered
     */
    record NewPolicy(
            @NotNull ProductId productId,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull LicenseType type,
            @Nullable Duration duration,
            @Nullable @Min(1) @Max(10_000) Integer machinesMax,
            @Nullable Boolean floating,
            @Nullable Duration heartbeat,
            @Nullable Boolean requirePrimary,
            @Nullable @Size(max = 100)
                    Set<
                                    @NotNull
                                    @Pattern(
                                            regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                                            message =
                                                    "letters, digits, dot, dash and underscore, at most 64")
                                    String>
                            entitlements,
            @Nullable KeyScheme scheme,
            @Nullable Money price) {}

    /** What of a policy may change: never what kind of license it makes. */
    record PolicyEdit(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @Nullable Duration duration,
            @Nullable @Min(1) @Max(10_000) Integer machinesMax,
            @NotNull Boolean floating,
            @Nullable Duration heartbeat,
            @NotNull Boolean requirePrimary,
            @NotNull @Size(max = 100)
                    Set<
                                    @NotNull
                                    @Pattern(
                                            regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                                            message =
                                                    "letters, digits, dot, dash and underscore, at most 64")
                                    String>
                            entitlements,
            @Nullable Money price,
            @NotNull CatalogStatus status) {

        static PolicyEdit of(Policy policy) {
            return new PolicyEdit(
                    policy.name(),
                    policy.duration(),
                    policy.machinesMax(),
                    policy.floating(),
                    policy.heartbeat(),
                    policy.requirePrimary(),
                    policy.entitlements(),
                    policy.price(),
                    policy.status());
        }

        Policy onto(Policy policy, Instant now) {
            return new Policy(
                    policy.id(),
                    policy.vendorId(),
                    policy.productId(),
                    name,
                    policy.type(),
                    duration,
                    machinesMax,
                    floating,
                    heartbeat,
                    requirePrimary,
                    entitlements,
                    policy.scheme(),
                    price,
                    status,
                    policy.createdAt(),
                    now);
        }
    }

    record PolicyResponse(
            PolicyId id,
            PartnerId vendorId,
            ProductId productId,
            String name,
            LicenseType type,
            @Nullable Duration duration,
            @Nullable Integer machinesMax,
            boolean floating,
            @Nullable Duration heartbeat,
            boolean requirePrimary,
            Set<String> entitlements,
            KeyScheme scheme,
            @Nullable Money price,
            CatalogStatus status,
            Instant createdAt,
            Instant updatedAt) {

        static PolicyResponse from(Policy policy) {
            return new PolicyResponse(
                    policy.id(),
                    policy.vendorId(),
                    policy.productId(),
                    policy.name(),
                    policy.type(),
                    policy.duration(),
                    policy.machinesMax(),
                    policy.floating(),
                    policy.heartbeat(),
                    policy.requirePrimary(),
                    new TreeSet<>(policy.entitlements()),
                    policy.scheme(),
                    policy.price(),
                    policy.status(),
                    policy.createdAt(),
                    policy.updatedAt());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PolicyResponse> create(
            Caller caller, NewId id, @Valid @RequestBody NewPolicy body) {
        PartnerId vendor = ProductController.vendor(caller);
        if (catalog.product(caller, body.productId()).isEmpty()) {
            throw Refused.notFound();
        }
        Instant now = clock.instant();
        Policy policy =
                checked(
                        new Policy(
                                id.as(PolicyId::with),
                                vendor,
                                body.productId(),
                                body.name(),
                                body.type(),
                                body.duration(),
                                body.machinesMax(),
                                Boolean.TRUE.equals(body.floating()),
                                body.heartbeat(),
                                Boolean.TRUE.equals(body.requirePrimary()),
                                body.entitlements() == null ? Set.of() : body.entitlements(),
                                body.scheme() == null ? KeyScheme.ED25519 : body.scheme(),
                                body.price(),
                                CatalogStatus.ACTIVE,
                                now,
                                now));
        Stored<Policy> stored = catalog.add(policy);
        return ResponseEntity.created(URI.create("/api/v1/policies/" + stored.state().id()))
                .eTag(stored.etag())
                .body(PolicyResponse.from(stored.state()));
    }

    @GetMapping
    Page<PolicyResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable ProductId productId,
            PageRequest page) {
        return catalog.policies(caller, productId, page)
                .map(stored -> PolicyResponse.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<PolicyResponse> get(Caller caller, @PathVariable PolicyId id) {
        return answer(catalog.policy(caller, id).orElseThrow(Refused::notFound));
    }

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
        ProductController.vendor(caller);
        return answer(
                catalog.change(
                                id,
                                stored -> {
                                    ifMatch.require(stored);
                                    Policy policy = stored.state();
                                    PolicyEdit edit = PolicyEdit.of(policy);
                                    PolicyEdit edited = mergePatch.apply(edit, patch);
                                    if (edited.equals(edit)) {
                                        return Decision.keep();
                                    }
                                    Policy next = checked(edited.onto(policy, clock.instant()));
                                    return Decision.change(next, next.changed());
                                })
                        .orElseThrow(Refused::notFound));
    }

    /** What no single field shows. */
    private static Policy checked(Policy policy) {
        Duration duration = policy.duration();
        if (duration == null && policy.type() == LicenseType.SUBSCRIPTION) {
            throw Refused.invalid("duration", "a subscription has one").get();
        }
        if (duration != null && policy.type() == LicenseType.PERPETUAL) {
            throw Refused.invalid("duration", "a perpetual license has none").get();
        }
        if (duration != null
                && (duration.compareTo(Duration.ofSeconds(1)) < 0
                        || duration.compareTo(DURATION_MAX) > 0)) {
            throw Refused.invalid("duration", "must be from PT1S to " + DURATION_MAX).get();
        }
        Duration heartbeat = policy.heartbeat();
        if (heartbeat != null
                && (heartbeat.compareTo(HEARTBEAT_MIN) < 0
                        || heartbeat.compareTo(HEARTBEAT_MAX) > 0)) {
            throw Refused.invalid(
                            "heartbeat", "must be from " + HEARTBEAT_MIN + " to " + HEARTBEAT_MAX)
                    .get();
        }
        Money price = policy.price();
        if (price != null && price.amount() < 0) {
            throw Refused.invalid("price.amount", "must not be negative").get();
        }
        return policy;
    }

    private static ResponseEntity<PolicyResponse> answer(Stored<Policy> stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(PolicyResponse.from(stored.state()));
    }
}
