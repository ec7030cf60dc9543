package io.keyway.license.machines;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Machine;
import io.keyway.license.licenses.Sale;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which machines may be added to a license, and when a floating license frees a place. */
class ActivationTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(60);

    @Test
    void floatingLicenseFreesThePlaceOfAMachineWithoutHeartbeat() {
        Machine dead = machine("dead", NOW.minusSeconds(61));
        Machine alive = machine("alive", NOW.minusSeconds(60));

        Activation activation = decide(true, dead, alive);

        assertThat(activation).isInstanceOf(Activation.Activated.class);
        assertThat(((Activation.Activated) activation).machines())
                .extracting(Machine::fingerprint)
                .containsExactly("alive", "asked");
    }

    @Test
    void aFloatingLicenseWithAllMachinesAliveIsFull() {
        assertThat(decide(true, machine("a", NOW.minusSeconds(60)), machine("b", NOW)))
                .isInstanceOf(Activation.Refused.class);
    }

    @Test
    void aNodeLockedLicenseKeepsItsMachinesDeadOrAlive() {
        assertThat(decide(false, machine("a", NOW.minusSeconds(1000)), machine("b", NOW)))
                .isInstanceOf(Activation.Refused.class);
    }

    @Test
    void aMachineThatNeverPingedCountsFromItsActivation() {
        Machine silent =
                new Machine(
                        MachineId.next(),
                        "silent",
                        null,
                        null,
                        null,
                        Map.of(),
                        NOW.minusSeconds(61),
                        null);
        Machine fresh =
                new Machine(
                        MachineId.next(),
                        "fresh",
                        null,
                        null,
                        null,
                        Map.of(),
                        NOW.minusSeconds(59),
                        null);

        assertThat(((Activation.Activated) decide(true, silent, fresh)).machines())
                .extracting(Machine::fingerprint)
                .containsExactly("fresh", "asked");
    }

    private static Activation decide(boolean floating, Machine... machines) {
        License license =
                new License(
                        LicenseId.next(),
                        new License.Key("key", "hash", KeyScheme.RANDOM, null),
                        new License.Owner(
                                List.of(PartnerId.next()), CustomerId.next(), "A", "a@example.com"),
                        new License.Origin(IssuanceId.next(), PartnerId.next(), null, null, NOW),
                        ProductId.next(),
                        "Product",
                        PolicyId.next(),
                        "Policy",
                        LicenseClass.PRIMARY,
                        new LicenseTerms(
                                LicenseType.PERPETUAL,
                                null,
                                ExpiresFrom.ISSUE,
                                null,
                                2,
                                MachineTerms.DEFAULT,
                                floating,
                                HEARTBEAT,
                                Set.of(),
                                TrialRule.ONCE_PER_CUSTOMER,
                                false,
                                UsageAfterEnd.REJECT),
                        LicenseCondition.VALID,
                        null,
                        new Sale(PaymentStatus.NOT_DUE, null, false, null, null, null, null),
                        null,
                        null,
                        null,
                        List.of(machines),
                        NOW);
        return Activation.decide(license, machine("asked", NOW), 1000, NOW);
    }

    private static Machine machine(String fingerprint, Instant heartbeatAt) {
        return new Machine(
                MachineId.next(),
                fingerprint,
                null,
                null,
                null,
                Map.of(),
                NOW.minusSeconds(5000),
                heartbeatAt);
    }
}
