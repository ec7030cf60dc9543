package io.keyway.license.catalog;

import static java.util.Objects.requireNonNullElse;

import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
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
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.Matching;
import io.keyway.license.terms.Overage;
import io.keyway.license.terms.TrialRule;
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

    private static final Duration GRACE_MAX = Duration.ofDays(366);
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
     * @param duration of a subscription: calendar periods ({@code P1Y}) or exact ({@code P365D})
     * @param expiresFrom when the duration begins; {@code issue} unless said otherwise
     * @param grace how long a license stays valid after its expiry, at most P366D
     * @param machinesMax absent where licenses are not bound to machines
     * @param overage what an activation does beyond that; {@code refuse} unless said otherwise
     * @param strict a key is valid only while a machine is activated; false unless said otherwise
     * @param matching when the components of a device are those of a known machine; {@code
     *     match_all} unless said otherwise
     * @param trials {@code once_per_customer} unless said otherwise
     * @param filesWithoutEnd files that never expire may be checked out; false unless said
     *     otherwise
     * @param scheme {@code ed25519} unless said otherwise
     * @param price of one license; absent for one that cannot be ordered
     */
    record NewPolicy(
            @NotNull ProductId productId,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull LicenseType type,
            @Nullable Term duration,
            @Nullable ExpiresFrom expiresFrom,
            @Nullable Duration grace,
            @Nullable @Min(1) @Max(10_000) Integer machinesMax,
            @Nullable @Valid Overage overage,
            @Nullable Boolean strict,
            @Nullable Matching matching,
            @Nullable Boolean floating,
            @Nullable Duration heartbeat,
            @Nullable Boolean requirePrimary,
            @Nullable TrialRule trials,
            @Nullable Boolean filesWithoutEnd,
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
            @Nullable Term duration,
            @NotNull ExpiresFrom expiresFrom,
            @Nullable Duration grace,
            @Nullable @Min(1) @Max(10_000) Integer machinesMax,
            @NotNull @Valid Overage overage,
            @NotNull Boolean strict,
            @NotNull Matching matching,
            @NotNull Boolean floating,
            @Nullable Duration heartbeat,
            @NotNull Boolean requirePrimary,
            @NotNull TrialRule trials,
            @NotNull Boolean filesWithoutEnd,
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
                    policy.expiresFrom(),
                    policy.grace(),
                    policy.machinesMax(),
                    policy.machines().overage(),
                    policy.machines().strict(),
                    policy.machines().matching(),
                    policy.floating(),
                    policy.heartbeat(),
                    policy.requirePrimary(),
                    policy.trials(),
                    policy.filesWithoutEnd(),
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
                    expiresFrom,
                    grace,
                    machinesMax,
                    new MachineTerms(overage, strict, matching),
                    floating,
                    heartbeat,
                    requirePrimary,
                    trials,
                    filesWithoutEnd,
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
            @Nullable Term duration,
            ExpiresFrom expiresFrom,
            @Nullable Duration grace,
            @Nullable Integer machinesMax,
            Overage overage,
            boolean strict,
            Matching matching,
            boolean floating,
            @Nullable Duration heartbeat,
            boolean requirePrimary,
            TrialRule trials,
            boolean filesWithoutEnd,
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
                    policy.expiresFrom(),
                    policy.grace(),
                    policy.machinesMax(),
                    policy.machines().overage(),
                    policy.machines().strict(),
                    policy.machines().matching(),
                    policy.floating(),
                    policy.heartbeat(),
                    policy.requirePrimary(),
                    policy.trials(),
                    policy.filesWithoutEnd(),
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
                                requireNonNullElse(body.expiresFrom(), ExpiresFrom.ISSUE),
                                body.grace(),
                                body.machinesMax(),
                                new MachineTerms(
                                        requireNonNullElse(body.overage(), Overage.REFUSE),
                                        Boolean.TRUE.equals(body.strict()),
                                        requireNonNullElse(body.matching(), Matching.MATCH_ALL)),
                                Boolean.TRUE.equals(body.floating()),
                                body.heartbeat(),
                                Boolean.TRUE.equals(body.requirePrimary()),
                                requireNonNullElse(body.trials(), TrialRule.ONCE_PER_CUSTOMER),
                                Boolean.TRUE.equals(body.filesWithoutEnd()),
                                requireNonNullElse(body.entitlements(), Set.of()),
                                requireNonNullElse(body.scheme(), KeyScheme.ED25519),
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
        Term duration = policy.duration();
        if (duration == null && policy.type() == LicenseType.SUBSCRIPTION) {
            throw Refused.invalid("duration", "a subscription has one").get();
        }
        if (duration != null && policy.type() == LicenseType.PERPETUAL) {
            throw Refused.invalid("duration", "a perpetual license has none").get();
        }
        Duration grace = policy.grace();
        if (grace != null && (!grace.isPositive() || grace.compareTo(GRACE_MAX) > 0)) {
            throw Refused.invalid("grace", "must be from PT1S to " + GRACE_MAX).get();
        }
        if (!policy.machines().overage().hasItsFactor()) {
            throw Refused.invalid("overage.factor", "is given with up_to, and only there").get();
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
