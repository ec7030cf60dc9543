package io.keyway.license.validation;

import io.keyway.contracts.id.LicenseId;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.signing.KeyHash;
import io.keyway.license.terms.ExpiresFrom;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Validates a license key and gives the reason. */
@Component
class ValidateKey {

    /**
     * @param license null if no license has the key
     */
    record Verdict(ValidationCode code, @Nullable LicenseFacts license) {}

    private final ValidationCache cache;
    private final Licenses licenses;
    private final Clock clock;
    private final Map<ValidationCode, Counter> counters = new EnumMap<>(ValidationCode.class);

    ValidateKey(ValidationCache cache, Licenses licenses, Clock clock, MeterRegistry metrics) {
        this.cache = cache;
        this.licenses = licenses;
        this.clock = clock;
        for (ValidationCode code : ValidationCode.values()) {
            counters.put(code, metrics.counter("keyway.validations", "code", code.name()));
        }
    }

    Verdict validate(String key, ValidationScope scope) {
        String hash = KeyHash.of(key);
        Optional<LicenseFacts> known = cache.get(hash);
        Verdict verdict = decide(known, scope);
        if (isAboutHeartbeats(verdict.code())) {
            verdict = decide(cache.reload(hash), scope);
        }
        LicenseFacts license = verdict.license();
        if (verdict.code() == ValidationCode.VALID
                && license != null
                && license.startsWithValidation()) {
            licenses.start(new LicenseId(license.licenseId()), ExpiresFrom.FIRST_VALIDATION);
            verdict = decide(cache.reload(hash), scope);
        }
        Counter counter = counters.get(verdict.code());
        if (counter != null) {
            counter.increment();
        }
        return verdict;
    }

    private Verdict decide(Optional<LicenseFacts> known, ValidationScope scope) {
        return known.map(
                        facts ->
                                new Verdict(
                                        Validation.decide(facts, scope, clock.instant()), facts))
                .orElse(new Verdict(ValidationCode.NOT_FOUND, null));
    }

    /**
     * Pings are not published, so the cache may have an old heartbeat. A verdict against a
     * heartbeat is therefore checked with the store.
     */
    private static boolean isAboutHeartbeats(ValidationCode code) {
        return code == ValidationCode.HEARTBEAT_NOT_STARTED
                || code == ValidationCode.HEARTBEAT_DEAD;
    }
}
