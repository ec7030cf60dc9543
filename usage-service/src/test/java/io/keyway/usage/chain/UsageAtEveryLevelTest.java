package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

@KeywayTest
class UsageAtEveryLevelTest {

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
    void anEventCountsForItsLicenseCustomerAndEveryPartnerAbove() {
        Instant now = Instant.now();
        Api.Answer answer =
                api.post(
                        branch.asReseller,
                        "/api/v1/events",
                        List.of(
                                event("1", branch.license, now, 3),
                                event("2", branch.license, now, "4.5")),
                        Map.of("Content-Type", "application/cloudevents-batch+json"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("results").findValuesAsString("status"))
                .containsExactly("accepted", "accepted");

        for (Caller caller :
                List.of(
                        branch.asVendor,
                        branch.asDistributor,
                        branch.asReseller,
                        branch.asCustomer)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(total(caller)).isEqualTo("7.5"));
        }
        assertThat(total(branch.asStranger)).isEmpty();
        assertThat(total(branch.asStrangersCustomer)).isEmpty();
        assertThat(
                        api.get(branch.asCustomer, "/api/v1/balances?licenseId=" + branch.license)
                                .json()
                                .at("/items/0/quantity")
                                .asString())
                .isEqualTo("7.5");
        assertThat(
                        api.get(branch.asVendor, "/api/v1/usage?meter=calls&groupBy=partner")
                                .json()
                                .path("items")
                                .findValuesAsString("partnerId"))
                .containsExactlyInAnyOrder(
                        branch.vendor.value(), branch.distributor.value(), branch.reseller.value());
        JsonNode row =
                api.get(
                                branch.asVendor,
                                "/api/v1/usage?meter=calls&groupBy=license,customer,product")
                        .json()
                        .at("/items/0");
        assertThat(row.path("licenseId").asString()).isEqualTo(branch.license.value());
        assertThat(row.path("customerId").asString()).isEqualTo(branch.customer.value());
        assertThat(row.path("productId").asString()).isEqualTo(branch.product.value());
        assertThat(row.path("quantity").asString()).isEqualTo("7.5");
    }

    private String total(Caller caller) {
        return api.get(caller, "/api/v1/usage?meter=calls")
                .json()
                .at("/items/0/quantity")
                .asString("");
    }
}
