package io.keyway.license.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Claiming;
import io.keyway.license.issuance.Issuance.Head;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssuePlan;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.PreparedIssue;
import io.keyway.license.quotas.ClaimQuotas;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.signing.SigningKey;
import io.keyway.license.simulation.Scheduler;
import io.keyway.license.simulation.SimulatedStore;
import io.keyway.license.terms.KeyScheme;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A license is signed once per issue; making it again gives the same license. */
class SignaturesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SigningKey KEY = SigningKey.of(1, new byte[32], NOW);
    private static final PartnerId PARTNER = PartnerId.next();
    private static final ProductId PRODUCT = ProductId.next();
    private static final CustomerId CUSTOMER = CustomerId.next();

    private final LicenseProperties settings = SimulatedSettings.of(2);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Scheduler scheduler = new Scheduler(new Random(1));
    private final Issuances issuances = new Issuances(new SimulatedStore<>(scheduler));
    private final SimulatedQuotas quotas = new SimulatedQuotas(scheduler);
    private final SimulatedRegister register = new SimulatedRegister(scheduler);
    private final CountingFactory factory = new CountingFactory();
    private final IssuanceSaga saga =
            new IssuanceSaga(
                    issuances,
                    quotas,
                    new ClaimQuotas(quotas, List.of(issuances), settings, clock),
                    register,
                    factory,
                    unknown -> Optional.empty(),
                    nobody -> {},
                    clock);
    private final IssueLicenses issueLicenses =
            new IssueLicenses(issuances, saga, factory, null, settings, clock);

    private final class CountingFactory extends LicenseFactory {
        private int signed;

        private CountingFactory() {
            super(null, settings);
        }

        @Override
        List<License> make(Planned issuance, Chunk chunk) {
            List<License> made = make(issuance, chunk, KEY);
            signed += made.size();
            return made;
        }
    }

    SignaturesTest() {
        scheduler.calmDown();
    }

    @Test
    void issueAtOnceSignsEachLicenseOnceForStoreAndAnswer() {
        Claiming issuance = claiming(3, false);
        issuances.start(issuance);

        IssueLicenses.Outcome outcome = issue(issuance);

        assertThat(((IssueLicenses.Outcome.Issued) outcome).licenses())
                .hasSize(3)
                .allSatisfy(license -> assertThat(license.key().value()).startsWith("key/"))
                .extracting(License::id)
                .containsExactlyElementsOf(register.ids());
        assertThat(factory.signed).isEqualTo(3);
    }

    @Test
    void repeatedRequestIsAnsweredWithTheSameLicenses() {
        Claiming issuance = claiming(3, false);
        issuances.start(issuance);

        IssueLicenses.Outcome first = issue(issuance);
        IssueLicenses.Outcome second = issue(issuance);

        assertThat(((IssueLicenses.Outcome.Issued) second).licenses())
                .isEqualTo(((IssueLicenses.Outcome.Issued) first).licenses());
    }

    @Test
    void chunkIsSignedOnceHoweverOftenItIsDelivered() {
        Claiming issuance = claiming(3, true);
        saga.advance(issuances.start(issuance));
        assertThat(factory.signed).isZero();

        for (int delivery = 0; delivery < 2; delivery++) {
            saga.issueChunk(new ChunkRequested(issuance.id(), 0, 2));
            saga.issueChunk(new ChunkRequested(issuance.id(), 2, 1));
        }

        assertThat(factory.signed).isEqualTo(3);
        assertThat(issuances.load(issuance.id()).orElseThrow().settled()).isTrue();
    }

    @Test
    void retriedChunkMakesTheSameLicenses() {
        Claiming issuance = claiming(3, true);

        assertThat(factory.make(issuance, new Chunk(0, 2)))
                .isEqualTo(factory.make(issuance, new Chunk(0, 2)));
    }

    private IssueLicenses.Outcome issue(Claiming issuance) {
        return issueLicenses.issue(Callers.partner(PARTNER), issuance.request(), issuance.id());
    }

    private static Claiming claiming(int quantity, boolean inBackground) {
        IssueRequest request =
                new IssueRequest(
                        null,
                        PRODUCT,
                        PolicyId.next(),
                        CUSTOMER,
                        quantity,
                        LicenseClass.PRIMARY,
                        null,
                        IssueRequest.Notes.NONE);
        List<QuotaClaim> claims = List.of(QuotaClaim.ofUnpaid(PARTNER, quantity, 10));
        return new Claiming(
                new Head(IssuanceId.next(), List.of(PARTNER), request, null, NOW, NOW),
                new PreparedIssue(
                        new IssuePlan(
                                SagaSimulation.TERMS, PaymentStatus.PENDING, null, null, claims),
                        new License.Owner(List.of(PARTNER), CUSTOMER, "Ada", "ada@example.com"),
                        "CAD",
                        "Year",
                        KeyScheme.ED25519,
                        KEY.kid(),
                        inBackground ? 2 : quantity,
                        inBackground));
    }
}
