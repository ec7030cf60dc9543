package io.keyway.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.OrderEvent.OrderState;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The golden files are written by other versions of Keyway: files may be added, never edited. */
class GoldenJsonTest {

    private static final JsonMapper JSON = ContractJson.mapper();

    @ParameterizedTest
    @MethodSource("events")
    void writesJsonThatEarlierVersionsRead(DomainEvent event) throws IOException {
        assertThat(JSON.readTree(JSON.writerFor(DomainEvent.class).writeValueAsString(event)))
                .isEqualTo(JSON.readTree(golden(event)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsJsonOfEarlierVersions(DomainEvent event) throws IOException {
        assertThat(JSON.readValue(golden(event), DomainEvent.class)).isEqualTo(event);
    }

    /** A later field: the golden file of the version before stays unchanged. */
    @Test
    void aPartnerMayHaveALimitOfTrials() throws IOException {
        String golden = resource("io.keyway.partner.changed.v1.trial-limit");
        PartnerEvent.PartnerChanged changed =
                (PartnerEvent.PartnerChanged) JSON.readValue(golden, DomainEvent.class);

        assertThat(changed.partner().trialLicenseLimit()).isEqualTo(25);
        assertThat(JSON.readTree(JSON.writerFor(DomainEvent.class).writeValueAsString(changed)))
                .isEqualTo(JSON.readTree(golden));
    }

    /** A later field: what earlier versions wrote has no end of usage. */
    @Test
    void usageOfALicenseMayHaveAnEnd() throws IOException {
        assertThat(usageUntil("io.keyway.license.revoked.v1")).isNull();
        assertThat(usageUntil("io.keyway.license.revoked.v1.usage-until"))
                .isEqualTo(Instant.parse("2026-07-01T08:30:00Z"));
        assertThat(usageUntil("io.keyway.licenses.issued.v1")).isNull();
        assertThat(usageUntil("io.keyway.licenses.issued.v1.usage-until"))
                .isEqualTo(Instant.parse("2027-03-08T12:00:00.250Z"));
    }

    /** Later fields: what earlier versions wrote has no names. */
    @Test
    void aLineMayHaveTheNamesOfItsOrder() throws IOException {
        OrderState before = order("io.keyway.order.placed.v1");
        OrderState now = order("io.keyway.order.placed.v1.names");

        assertThat(before.externalReferenceId()).isNull();
        assertThat(before.lines().getFirst().productName()).isNull();
        assertThat(now.externalReferenceId()).isEqualTo("PO-4711");
        assertThat(now.lines().getFirst().productName()).isEqualTo("Engine Pro");
        assertThat(now.lines().getFirst().policyName()).isEqualTo("Yearly");
    }

    private static OrderState order(String name) throws IOException {
        String golden = resource(name);
        OrderEvent event = (OrderEvent) JSON.readValue(golden, DomainEvent.class);
        assertThat(JSON.readTree(JSON.writerFor(DomainEvent.class).writeValueAsString(event)))
                .isEqualTo(JSON.readTree(golden));
        return event.order();
    }

    private static @Nullable Instant usageUntil(String name) throws IOException {
        String golden = resource(name);
        LicenseEvent event = (LicenseEvent) JSON.readValue(golden, DomainEvent.class);
        assertThat(JSON.readTree(JSON.writerFor(DomainEvent.class).writeValueAsString(event)))
                .isEqualTo(JSON.readTree(golden));
        LicenseState license = event.licenses().getFirst();
        if (event instanceof LicensesIssued issued) {
            assertThat(IssuedTerms.of(license)).isEqualTo(issued.common());
        }
        return license.usageUntil();
    }

    @Test
    void everyEventHasASample() {
        assertThat(Samples.ALL.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(DomainEvent.class));
    }

    @Test
    void readsFieldsThatItDoesNotKnowYet() {
        String later =
                "{\"type\":\"io.keyway.order.line-issued.v1\",\"orderId\":\"ord_01hv7z8k3m9q2r4s6t8v0w1x26\","
                        + "\"lineId\":\"lin_01hv7z8k3m9q2r4s6t8v0w1x27\",\"issued\":3,\"addedLater\":true}";
        assertThat(JSON.readValue(later, DomainEvent.class))
                .isInstanceOf(IssuanceEvent.LineIssued.class);
    }

    static Stream<DomainEvent> events() {
        return Samples.ALL.stream();
    }

    private static String golden(DomainEvent event) throws IOException {
        return resource(DomainEvent.typeOf(event.getClass()));
    }

    private static String resource(String name) throws IOException {
        String file = "/golden/" + name + ".json";
        try (InputStream in = GoldenJsonTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static List<Class<?>> leaves(Class<?> type) {
        List<Class<?>> leaves = new ArrayList<>();
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                leaves.addAll(leaves(permitted));
            }
        } else {
            leaves.add(type);
        }
        return leaves;
    }
}
