package io.keyway.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.CustomerId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        PartnerEvent changed = read("io.keyway.partner.changed.v1.trial-limit", PartnerEvent.class);

        assertThat(changed.partner().trialLicenseLimit()).isEqualTo(25);
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

    /** Later fields: what earlier versions wrote has the meter's code only. */
    @Test
    void aBilledLineMayHaveTheNameAndUnitOfItsMeter() throws IOException {
        String type = "io.keyway.statement.lines-billed.v1";
        BillingEvent.BilledLine before =
                read(type, BillingEvent.StatementLinesBilled.class).lines().getLast();
        BillingEvent.BilledLine now =
                read(type + ".meter-name", BillingEvent.StatementLinesBilled.class)
                        .lines()
                        .getLast();

        assertThat(before.meterName()).isNull();
        assertThat(before.unit()).isNull();
        assertThat(now.meterName()).isEqualTo("API calls");
        assertThat(now.unit()).isEqualTo("calls");
    }

    /** A later field: what earlier versions wrote has no plan. */
    @Test
    void aCustomerMayHaveAPlan() throws IOException {
        CustomerEvent before = read("io.keyway.customer.changed.v1", CustomerEvent.class);
        CustomerEvent now = read("io.keyway.customer.changed.v1.plan", CustomerEvent.class);

        assertThat(before.customer().planId()).isNull();
        assertThat(now.customer().planId()).hasToString("pln_01hv7z8k3m9q2r4s6t8v0w1x28");
    }

    /** A later field: what earlier versions wrote is for all usage of the meter. */
    @Test
    void aRateMayBeForSomeUsageOfItsMeter() throws IOException {
        CatalogEvent.PlanChanged before =
                read("io.keyway.plan.changed.v1", CatalogEvent.PlanChanged.class);
        CatalogEvent.PlanChanged now =
                read("io.keyway.plan.changed.v1.where", CatalogEvent.PlanChanged.class);

        assertThat(before.plan().rates().getFirst().where()).isNull();
        assertThat(now.plan().rates().getFirst().where()).isEqualTo(Map.of("region", "north"));
    }

    /**
     * Later fields: what earlier versions wrote has one price and one plan, which hold since ever.
     */
    @Test
    void pricesAndPlansMayHaveDates() throws IOException {
        LocalDate day = LocalDate.of(2026, 11, 10);
        PlanState before = read("io.keyway.plan.changed.v1", CatalogEvent.PlanChanged.class).plan();
        PlanState now =
                read("io.keyway.plan.changed.v1.prices", CatalogEvent.PlanChanged.class).plan();
        PartnerEvent partner = read("io.keyway.partner.changed.v1.plans", PartnerEvent.class);
        CustomerEvent customer = read("io.keyway.customer.changed.v1.plans", CustomerEvent.class);

        assertThat(before.prices()).isNull();
        assertThat(before.pricesOn(day).fee()).isEqualTo(before.fee());
        assertThat(now.pricesOn(LocalDate.EPOCH).fee().amount()).isEqualTo(3900);
        assertThat(now.pricesOn(day).fee().amount()).isEqualTo(4900);
        assertThat(now.pricesOn(day.plusDays(1)).fee().amount()).isEqualTo(5900);
        assertThat(partner.partner().planPeriods())
                .extracting(PlanPeriod::planId)
                .containsExactly(partner.partner().planId(), null);
        assertThat(customer.customer().planPeriods())
                .extracting(PlanPeriod::from)
                .containsExactly(null, LocalDate.of(2026, 3, 1));
    }

    @Test
    void aCustomerMayOweByAStatement() throws IOException {
        BillingEvent.StatementClosed closed =
                read("io.keyway.statement.closed.v1.customer", BillingEvent.StatementClosed.class);

        assertThat(closed.payer()).isEqualTo(CustomerId.with("01hv7z8k3m9q2r4s6t8v0w1x25"));
    }

    private static <E extends DomainEvent> E read(String name, Class<E> type) throws IOException {
        String golden = resource(name);
        E event = type.cast(JSON.readValue(golden, DomainEvent.class));
        assertThat(JSON.readTree(JSON.writerFor(DomainEvent.class).writeValueAsString(event)))
                .isEqualTo(JSON.readTree(golden));
        return event;
    }

    private static OrderState order(String name) throws IOException {
        return read(name, OrderEvent.class).order();
    }

    private static @Nullable Instant usageUntil(String name) throws IOException {
        LicenseEvent event = read(name, LicenseEvent.class);
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
