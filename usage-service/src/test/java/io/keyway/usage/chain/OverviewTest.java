package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeactivated;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

@KeywayTest
class OverviewTest {

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();

    @BeforeEach
    void aMeter() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
    }

    @Test
    void overviewCountsPartnersBelowAndUsageOfTheBranch() {
        await().untilAsserted(
                        () -> assertThat(counts(branch.asVendor)).containsExactly(2L, 2L, 1L, 1L));
        report("1", branch.license, 3);
        report("2", branch.strangersLicense, 4);
        await().untilAsserted(() -> assertThat(quantity(branch.asVendor)).isEqualTo("7"));
        assertThat(quantity(branch.asDistributor)).isEqualTo("3");
        assertThat(quantity(branch.asReseller)).isEqualTo("3");
        assertThat(quantity(branch.asStranger)).isEqualTo("4");
        assertThat(counts(branch.asDistributor)).containsExactly(1L, 1L, 0L, 0L);
        assertThat(counts(branch.asReseller)).containsExactly(0L, 0L, 0L, 0L);
        JsonNode other = overview(new Branch().asVendor, "").json();
        assertThat(other.path("resellers").asLong()).isZero();
        assertThat(other.path("meters").isEmpty()).as("another vendor's meters").isTrue();
        String before = YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();
        JsonNode last = overview(branch.asVendor, "?period=" + before).json();
        assertThat(last.path("period").asString()).isEqualTo(before);
        assertThat(last.at("/meters/0/quantity").asString()).isEqualTo("0");
    }

    @Test
    void deactivatedPartnersAreNotActiveAndDeletedOnesNotListed() {
        PartnerState off =
                off(Branch.partner(PartnerType.RESELLER, null, branch.vendor, branch.stranger));
        publish(new PartnerDeactivated(off));
        await().untilAsserted(
                        () -> assertThat(counts(branch.asVendor)).containsExactly(2L, 1L, 1L, 1L));
        publish(new PartnerDeleted(off));
        publish(new PartnerDeleted(off));
        await().untilAsserted(
                        () -> assertThat(counts(branch.asVendor)).containsExactly(1L, 1L, 1L, 1L));
    }

    @Test
    void quantitiesNeedReadUsage() {
        Caller without = Callers.partner(Set.of(), branch.vendor);
        assertThat(overview(without, "").json().path("meters").isEmpty()).isTrue();
        assertThat(overview(branch.asCustomer, "").status()).isEqualTo(403);
        assertThat(overview(Callers.operator(), "").status()).isEqualTo(200);
        for (String bad : List.of("2026", "2026-13", "x", "9999-01")) {
            Api.Answer answer = overview(branch.asVendor, "?period=" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .contains("period");
        }
    }

    /** What was used before stays with whom it was billed to. */
    @Test
    void afterAMoveNewUsageIsTheNewOwners() {
        report("1", branch.license, 3);
        await().untilAsserted(() -> assertThat(quantity(branch.asReseller)).isEqualTo("3"));
        LicenseEvent.LicenseIssued moved =
                branch.license(branch.license, branch.customer, branch.vendor, branch.stranger);
        publish(new LicenseEvent.LicenseTransferred(moved.license()));
        publish(new LicenseEvent.LicenseTransferred(moved.license()));
        await().untilAsserted(
                        () -> {
                            String id = "after-" + System.nanoTime();
                            assertThat(status(branch.asReseller, id, branch.license))
                                    .isEqualTo("rejected");
                        });
        report("2", branch.license, 10);
        await().untilAsserted(() -> assertThat(quantity(branch.asStranger)).isEqualTo("10"));
        long reseller = Long.parseLong(quantity(branch.asReseller));
        assertThat(reseller).isGreaterThanOrEqualTo(3);
        assertThat(Long.parseLong(quantity(branch.asVendor))).isEqualTo(reseller + 10);
        assertThat(quantity(branch.asDistributor)).isEqualTo(String.valueOf(reseller));
    }

    private void report(String id, LicenseId license, int n) {
        await().untilAsserted(
                        () ->
                                assertThat(
                                                api.post(
                                                                branch.asVendor,
                                                                "/api/v1/events",
                                                                event(
                                                                        id,
                                                                        license,
                                                                        Instant.now(),
                                                                        n))
                                                        .json()
                                                        .at("/results/0/status")
                                                        .asString())
                                        .isIn("accepted", "duplicate"));
    }

    private String status(Caller caller, String id, LicenseId license) {
        return api.post(caller, "/api/v1/events", event(id, license, Instant.now(), 1))
                .json()
                .at("/results/0/status")
                .asString();
    }

    private Api.Answer overview(Caller caller, String query) {
        return api.get(caller, "/api/v1/partners/overview" + query);
    }

    private List<Long> counts(Caller caller) {
        JsonNode seen = overview(caller, "").json();
        return List.of(
                seen.path("resellers").asLong(),
                seen.path("activeResellers").asLong(),
                seen.path("distributors").asLong(),
                seen.path("activeDistributors").asLong());
    }

    private String quantity(Caller caller) {
        JsonNode seen = overview(caller, "").json();
        assertThat(seen.at("/meters/0/code").asString()).isEqualTo("calls");
        return seen.at("/meters/0/quantity").asString();
    }

    private static PartnerState off(PartnerState on) {
        return new PartnerState(
                on.id(),
                on.type(),
                on.model(),
                on.path(),
                on.name(),
                PartnerStatus.INACTIVE,
                on.portalEnabled(),
                on.permissions(),
                on.currency(),
                on.planId(),
                on.discountPercent(),
                on.commissionPercent(),
                on.unpaidLicenseLimit(),
                on.trialLicenseLimit());
    }
}
