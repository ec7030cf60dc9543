package io.keyway.license.validation;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.licenses.Machine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /licenses/validate}: needs no account, the key is the credential. */
@RestController
class ValidationController {

    private static final int KEY_CHARS_MAX = 4096;

    private final ValidateKey validateKey;

    ValidationController(ValidateKey validateKey) {
        this.validateKey = validateKey;
    }

    /**
     * A key to validate.
     *
     * @param key the license key, at most 4096 characters; blanks around it are ignored
     * @param scope what the asking product says about itself; absent to check the key alone
     */
    record ToValidate(
            @NotBlank @Size(max = KEY_CHARS_MAX) String key, @Nullable @Valid AskedScope scope) {}

    /**
     * What the asking product says about itself; each part must fit the license.
     *
     * @param productId the product that asks
     * @param policyId the policy that the license must have
     * @param fingerprint of the device, 1 to 255 characters
     * @param components name to fingerprint of the device's parts, at most 20
     * @param entitlements codes that the license must have, at most 100
     */
    record AskedScope(
            @Nullable ProductId productId,
            @Nullable PolicyId policyId,
            @Nullable @Size(min = 1, max = 255) String fingerprint,
            @Nullable @Size(max = Machine.COMPONENTS_MAX)
                    Map<@NotBlank @Size(max = 64) String, @NotBlank @Size(max = 255) String>
                            components,
            @Nullable @Size(max = 100) Set<@NotNull @Size(max = 64) String> entitlements) {

        ValidationScope toScope() {
            return new ValidationScope(
                    productId == null ? null : productId.value(),
                    policyId == null ? null : policyId.value(),
                    fingerprint,
                    components == null ? Map.of() : components,
                    entitlements == null ? Set.of() : entitlements);
        }
    }

    /**
     * The verdict on a key.
     *
     * @param valid whether the license may be used here and now
     * @param code the reason, also for a valid key
     * @param detail the reason as a sentence
     * @param license what the holder of the key may know; absent if no license has the key
     */
    record VerdictResponse(
            boolean valid, ValidationCode code, String detail, @Nullable ValidatedLicense license) {

        static VerdictResponse from(ValidateKey.Verdict verdict) {
            ValidationCode code = verdict.code();
            return new VerdictResponse(
                    code == ValidationCode.VALID,
                    code,
                    code.detail(),
                    verdict.license() == null ? null : ValidatedLicense.from(verdict.license()));
        }
    }

    /**
     * The license of a validated key.
     *
     * @param id the id of the license
     * @param productId the product
     * @param policyId the policy
     * @param expiresAt when it expires; absent if it never does or its duration has not started
     * @param validUntil when its key stops validating: {@code expiresAt} plus the grace period
     * @param entitlements codes of features
     * @param machinesMax machines it may have; absent if it is not bound to machines
     * @param machinesCount machines it has
     * @param floating whether a machine without heartbeats frees its place
     * @param heartbeat how often a machine must send a heartbeat; absent for never
     */
    record ValidatedLicense(
            LicenseId id,
            ProductId productId,
            PolicyId policyId,
            @Nullable Instant expiresAt,
            @Nullable Instant validUntil,
            Set<String> entitlements,
            @Nullable Integer machinesMax,
            int machinesCount,
            boolean floating,
            @Nullable Duration heartbeat) {

        static ValidatedLicense from(LicenseFacts facts) {
            return new ValidatedLicense(
                    new LicenseId(facts.licenseId()),
                    new ProductId(facts.productId()),
                    new PolicyId(facts.policyId()),
                    facts.expiresAt(),
                    facts.validUntil(),
                    new TreeSet<>(facts.entitlements()),
                    facts.machinesMax(),
                    facts.machines().size(),
                    facts.floating(),
                    facts.heartbeat());
        }
    }

    /**
     * Validate a license key.
     *
     * <p>Needs no sign-in: the key is the credential. Always answers 200 with a verdict; {@code
     * code} gives the first reason that applies. Starts the duration of a license that expires from
     * its first validation. Changes of a license take effect within a second.
     *
     * @param body the key, and what the product says about itself
     * @return the verdict
     */
    @PostMapping("/api/v1/licenses/validate")
    VerdictResponse validate(@Valid @RequestBody ToValidate body) {
        return VerdictResponse.from(
                validateKey.validate(
                        body.key().strip(),
                        body.scope() == null ? ValidationScope.NONE : body.scope().toScope()));
    }
}
