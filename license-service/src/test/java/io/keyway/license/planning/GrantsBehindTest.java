package io.keyway.license.planning;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.core.env.Environment;

/** A grant that is on its way is no refusal. */
@LicenseServiceTest
class GrantsBehindTest {

    private final Environment environment;
    private final BindingsLifecycleController bindings;
    private final Market market;

    @Autowired
    GrantsBehindTest(
            Environment environment, BindingsLifecycleController bindings, Markets markets) {
        this.environment = environment;
        this.bindings = bindings;
        this.market = markets.open();
    }

    @Test
    void issuingIsUnavailableUntilTheGrantsAreConsumed() {
        ProductId product = market.product();
        PolicyId policy = market.policy(product);
        Grant grant = new Grant(product, null, null, null);
        market.grant(market.distributorId, market.distributor.path(), grant);
        Map<String, Object> body =
                Map.of(
                        "productId",
                        product,
                        "policyId",
                        policy,
                        "customerId",
                        market.customer(),
                        "quantity",
                        1);
        assertThat(issue(body).code()).isEqualTo("not_in_portfolio");

        bindings.changeState("onGrants-in-0", State.PAUSED);
        try {
            market.publish(
                    market.resellerId.value(),
                    new GrantsReplaced(
                            new GrantsState(
                                    market.resellerId, market.reseller.path(), List.of(grant))));
            Api.Answer behind = issue(body);
            assertThat(behind.status()).as(behind.text()).isEqualTo(503);
            assertThat(behind.response().headers().firstValue("Retry-After")).isPresent();
        } finally {
            bindings.changeState("onGrants-in-0", State.RESUMED);
        }
        eventually(() -> assertThat(issue(body).status()).isEqualTo(201));
    }

    private Api.Answer issue(Map<String, Object> body) {
        return Api.once(environment).post(market.reseller, "/api/v1/licenses", body);
    }
}
