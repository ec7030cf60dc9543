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
     * @param key as it was issued; blanks and line ends around it come from copying and do not
     *     count
     */
    record ToValidate(
            @NotBlank @Size(max = KEY_CHARS_MAX) String key, @Nullable @Valid AskedScope scope) {}

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
     * @param license what the holder of the key may know of it; absent when there is none
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

    @PostMapping("/api/v1/licenses/validate")
    VerdictResponse validate(@Valid @RequestBody ToValidate body) {
        return VerdictResponse.from(
                validateKey.validate(
                        body.key().strip(),
                        body.scope() == null ? ValidationScope.NONE : body.scope().toScope()));
    }
}
