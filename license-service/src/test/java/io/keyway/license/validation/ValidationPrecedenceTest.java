package io.keyway.license.validation;

import static io.keyway.license.validation.ValidationCode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.license.terms.Matching;
import io.keyway.license.validation.LicenseFacts.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A license with every fault at once: curing the faults one by one must reveal the reasons in
 * order.
 */
class ValidationPrecedenceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant PAST = NOW.minusSeconds(1);
    private static final Instant FUTURE = NOW.plusSeconds(1);
    private static final Machine SEEN = new Machine("fp-1", Map.of(), NOW.minusSeconds(60));
    private static final Machine UNSEEN = new Machine("fp-1", Map.of(), null);
    private static final Machine DEAD = new Machine("fp-1", Map.of(), NOW.minusSeconds(61));
    private static final Machine OTHER = new Machine("fp-2", Map.of(), NOW);

    private static final ValidationScope ASKED =
            new ValidationScope("prd", "pol", "fp-1", Map.of(), Set.of("EXPORT"));
    private static final ValidationScope WRONG =
            new ValidationScope("prd-2", "pol-2", "fp-1", Map.of(), Set.of("EXPORT"));

    @Test
    void reasonsWinInTheDocumentedOrder() {
        List<ValidationCode> seen = new ArrayList<>();
        seen.add(decide(true, true, PAST, PAST, WRONG, Set.of(), OTHER));
        seen.add(decide(false, true, PAST, PAST, WRONG, Set.of(), OTHER));
        seen.add(decide(false, false, PAST, PAST, WRONG, Set.of(), OTHER));
        seen.add(decide(false, false, FUTURE, PAST, WRONG, Set.of(), OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, WRONG, Set.of(), OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, policyWrong(), Set.of(), OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, withoutFingerprint(), Set.of(), OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, ASKED, Set.of(), OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, ASKED, Set.of(), UNSEEN, OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, ASKED, Set.of(), DEAD, OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, ASKED, Set.of(), SEEN, OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, ASKED, Set.of("EXPORT"), SEEN, OTHER));
        seen.add(decide(false, false, FUTURE, FUTURE, ASKED, Set.of("EXPORT"), SEEN));

        assertThat(seen)
                .containsExactly(
                        BANNED,
                        SUSPENDED,
                        EXPIRED,
                        OVERDUE,
                        PRODUCT_SCOPE_MISMATCH,
                        POLICY_SCOPE_MISMATCH,
                        FINGERPRINT_SCOPE_REQUIRED,
                        FINGERPRINT_SCOPE_MISMATCH,
                        HEARTBEAT_NOT_STARTED,
                        HEARTBEAT_DEAD,
                        ENTITLEMENTS_MISSING,
                        TOO_MANY_MACHINES,
                        VALID);
        assertThat(EnumSet.complementOf(EnumSet.copyOf(seen)))
                .as("the rest has a test of its own below")
                .containsExactlyInAnyOrder(NOT_FOUND, NO_MACHINE, NO_MACHINES);
    }

    @Test
    void expiresAtTheInstantAndNotBefore() {
        assertThat(plain(NOW, null, true)).isEqualTo(EXPIRED);
        assertThat(plain(NOW.plusNanos(1), null, true)).isEqualTo(VALID);
        assertThat(plain(null, null, true)).isEqualTo(VALID);
    }

    @Test
    void nodeLockedLicenseIsNoMachineAndFloatingOneIsNoMachines() {
        assertThat(plain(null, 1, false)).isEqualTo(NO_MACHINE);
        assertThat(plain(null, 1, true)).isEqualTo(NO_MACHINES);
        assertThat(plain(null, null, false)).isEqualTo(VALID);
    }

    @Test
    void unactivatedFingerprintIsNoMachine() {
        LicenseFacts license = facts(false, false, null, null, null, false, null, Set.of());

        assertThat(
                        Validation.decide(
                                license,
                                new ValidationScope(null, null, "fp-1", Map.of(), Set.of()),
                                NOW))
                .isEqualTo(NO_MACHINE);
    }

    @Test
    void heartbeatIsAliveForItsWholeInterval() {
        assertThat(decide(false, false, null, null, ASKED, Set.of("EXPORT"), SEEN))
                .isEqualTo(VALID);
        assertThat(decide(false, false, null, null, ASKED, Set.of("EXPORT"), DEAD))
                .isEqualTo(HEARTBEAT_DEAD);
    }

    private static ValidationCode plain(Instant expiresAt, Integer machinesMax, boolean floating) {
        return Validation.decide(
                facts(false, false, expiresAt, null, machinesMax, floating, null, Set.of()),
                ValidationScope.NONE,
                NOW);
    }

    private static ValidationCode decide(
            boolean banned,
            boolean suspended,
            Instant expiresAt,
            Instant checkInDueAt,
            ValidationScope scope,
            Set<String> entitlements,
            Machine... machines) {
        LicenseFacts license =
                facts(
                        banned,
                        suspended,
                        expiresAt,
                        checkInDueAt,
                        1,
                        false,
                        Duration.ofSeconds(60),
                        entitlements,
                        machines);
        return Validation.decide(license, scope, NOW);
    }

    private static LicenseFacts facts(
            boolean banned,
            boolean suspended,
            Instant expiresAt,
            Instant checkInDueAt,
            Integer machinesMax,
            boolean floating,
            Duration heartbeat,
            Set<String> entitlements,
            Machine... machines) {
        return new LicenseFacts(
                "lic",
                "prd",
                "pol",
                banned,
                suspended,
                expiresAt,
                expiresAt,
                false,
                checkInDueAt,
                machinesMax,
                machinesMax,
                machinesMax != null,
                Matching.MATCH_ALL,
                floating,
                heartbeat,
                entitlements,
                List.of(machines));
    }

    private static ValidationScope policyWrong() {
        return new ValidationScope("prd", "pol-2", "fp-1", Map.of(), Set.of("EXPORT"));
    }

    private static ValidationScope withoutFingerprint() {
        return new ValidationScope("prd", "pol", null, Map.of(), Set.of("EXPORT"));
    }
}
