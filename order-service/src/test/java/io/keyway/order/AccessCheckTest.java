package io.keyway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the access check says, and that the calls themselves say the same. */
@KeywayTest
class AccessCheckTest extends PublishedNetworkTest {

    @Test
    void anAllowedOrderIsPlaced() {
        agreed("allowed", published.atDistributor(), published.yearly, 3, null);
        agreed("allowed", published.atDistributor(), published.yearly, 1, published.customer);
        assertThat(rule(ask(published.atDistributor(), "order"))).isEqualTo("allowed");
        assertThat(rule(ask(published.atDistributor(), "order&resource=" + published.product)))
                .isEqualTo("allowed");
    }

    @Test
    void aPolicyWithoutPriceOrInAnotherCurrencyIsNotOrdered() {
        Answer free = agreed("no_price", published.atDistributor(), published.free, 1, null);
        assertThat(free.code()).isEqualTo("invalid_request");
        PolicyId dollars = PolicyId.next();
        published.policy(dollars, new Money(4999, "USD"));
        await().untilAsserted(() -> assertThat(network.findPolicy(dollars)).isPresent());
        Answer foreign = agreed("foreign_currency", published.atDistributor(), dollars, 1, null);
        assertThat(reason(foreign)).contains("EUR");
        PolicyId dear = PolicyId.next();
        published.policy(dear, new Money(Long.MAX_VALUE / 2, "EUR"));
        await().untilAsserted(() -> assertThat(network.findPolicy(dear)).isPresent());
        agreed("amount_too_large", published.atDistributor(), dear, 3, null);
        agreed("quantity_too_large", published.atDistributor(), published.yearly, 1_000_001, null);
    }

    @Test
    void aProductOutsideThePortfolioIsExplainedByThePartnerThatLacksIt() {
        Caller reseller =
                Callers.partner(
                        Permission.ofVendor(),
                        published.vendor,
                        published.distributor,
                        published.reseller);
        Answer lacking = agreed("product_not_granted", reseller, published.yearly, 1, null);
        assertThat(reason(lacking)).contains(published.reseller.value());
        published.grant(published.distributor, List.of(published.vendor, published.distributor), 2);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                reason(
                                                        ask(
                                                                reseller,
                                                                "order&resource="
                                                                        + published.yearly)))
                                        .contains(published.distributor.value()));
        published.product(CatalogStatus.WITHDRAWN, 2);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                rule(
                                                        ask(
                                                                published.atVendor(),
                                                                "order&resource="
                                                                        + published.yearly)))
                                        .isEqualTo("product_withdrawn"));
        agreed("product_withdrawn", published.atVendor(), published.yearly, 1, null);
    }

    @Test
    void noOrderIsPlacedForAnInactiveCustomer() {
        published.publish(
                new CustomerChanged(
                        new CustomerState(
                                published.customer,
                                published.reseller,
                                List.of(
                                        published.vendor,
                                        published.distributor,
                                        published.reseller),
                                "a@example.com",
                                "A",
                                null,
                                false)),
                2);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                rule(
                                                        ask(
                                                                published.atDistributor(),
                                                                "order&resource="
                                                                        + published.customer)))
                                        .isEqualTo("customer_inactive"));
        agreed(
                "customer_inactive",
                published.atDistributor(),
                published.yearly,
                1,
                published.customer);
    }

    @Test
    void aMissingPermissionToOrderIsExplained() {
        Answer limited = ask(published.atReseller(), "order");
        assertThat(rule(limited)).isEqualTo("account_permission_missing");
        assertThat(limited.code()).isEqualTo("forbidden");
        assertThat(rule(ask(Callers.operator(), "order"))).isEqualTo("role");
        Answer inPlace = ask(published.atVendor(), "order&partnerId=" + published.distributor);
        assertThat(rule(inPlace)).isEqualTo("allowed");
    }

    @Test
    void licenseManagersAreAssignedByTheOwnerWhileTheOrderIsOpen() {
        String order = placed("on_demand");
        String assign = "assign_manager&resource=" + order;
        assertThat(rule(ask(published.atDistributor(), assign))).isEqualTo("allowed");
        assertThat(rule(ask(published.atVendor(), assign))).isEqualTo("allowed");
        assertThat(assigned(published.atDistributor(), order).status()).isEqualTo(200);

        Caller manager =
                Callers.partner(published.vendor, published.distributor, published.reseller);
        assertThat(rule(ask(manager, "see&resource=" + order))).isEqualTo("allowed");
        Answer refused = ask(manager, assign);
        assertThat(rule(refused)).isEqualTo("not_order_owner");
        assertThat(refused.code())
                .isEqualTo(assigned(manager, order).code())
                .isEqualTo("forbidden");
        assertThat(rule(ask(published.atVendor(), assign + "&partnerId=" + published.reseller)))
                .isEqualTo("not_order_owner");

        String immediate = placed("immediate");
        Answer closed = ask(published.atDistributor(), "assign_manager&resource=" + immediate);
        assertThat(rule(closed)).isEqualTo("order_immediate");
        assertThat(closed.code())
                .isEqualTo(assigned(published.atDistributor(), immediate).code())
                .isEqualTo("conflict");
        Caller customer = Callers.customer(published.customer, published.vendor);
        assertThat(rule(ask(customer, "see&resource=" + order))).isEqualTo("role");
    }

    @Test
    void aResourceOutsideTheBranchIsNotFound() {
        String order = placed("on_demand");
        PublishedNetwork other = new PublishedNetwork(bus, network);
        Map<String, String> foreign =
                Map.of(
                        "see&resource=" + order, "see&resource=" + OrderId.next(),
                        "assign_manager&resource=" + order,
                                "assign_manager&resource=" + OrderId.next(),
                        "order&resource=" + published.yearly, "order&resource=" + PolicyId.next(),
                        "order&resource=" + published.product, "order&resource=" + ProductId.next(),
                        "order&resource=" + published.customer,
                                "order&resource=" + CustomerId.next(),
                        "order&customerId=" + published.customer,
                                "order&customerId=" + CustomerId.next(),
                        "order&partnerId=" + published.reseller,
                                "order&partnerId=" + PartnerId.next());
        foreign.forEach(
                (theirs, missing) -> {
                    Answer answer = ask(other.atDistributor(), theirs);
                    assertThat(answer.text())
                            .as(theirs)
                            .isEqualTo(ask(other.atDistributor(), missing).text());
                    assertThat(answer.code()).as(theirs).isEqualTo("not_found");
                });
        assertThat(ask(published.atReseller(), "see&resource=" + order).text())
                .isEqualTo(ask(published.atReseller(), "see&resource=" + OrderId.next()).text());
        Answer above = ask(published.atReseller(), "order&partnerId=" + published.distributor);
        assertThat(above.status()).isEqualTo(404);
        assertThat(above.text())
                .isEqualTo(
                        ask(published.atReseller(), "order&partnerId=" + PartnerId.next()).text());
        agreed("not_found", other.atDistributor(), published.yearly, 1, null);
        agreed("not_found", published.atDistributor(), published.yearly, 1, other.customer);
    }

    @Test
    void aDeletedPartnerIsNotFound() {
        PartnerId gone = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, published.distributor, gone);
        String inPlace = "order&partnerId=" + gone;
        await().untilAsserted(
                        () ->
                                assertThat(ask(published.atDistributor(), inPlace).status())
                                        .isEqualTo(200));
        published.deleted(2, published.vendor, published.distributor, gone);
        await().untilAsserted(
                        () ->
                                assertThat(ask(published.atDistributor(), inPlace).status())
                                        .isEqualTo(404));
    }

    @Test
    void aParameterThatDoesNotFitTheActionIsAnInvalidField() {
        assertInvalid("order&resource=" + OrderId.next(), "resource");
        assertInvalid("order&resource=" + published.reseller, "resource");
        assertInvalid("order&orderId=" + OrderId.next(), "orderId");
        assertInvalid("order&class=primary", "class");
        assertInvalid("order&quantity=0", "quantity");
        assertInvalid("assign_manager&resource=" + published.yearly, "resource");
        // Decided by other services: the gateway does not route these questions here.
        assertInvalid("issue&resource=" + OrderId.next(), "action");
        assertInvalid("see&resource=" + published.yearly, "action");
    }

    /** Asks and then orders: both give the same code, and what is allowed is ordered. */
    private Answer agreed(
            String rule, Caller caller, PolicyId policy, long quantity, CustomerId customer) {
        Answer answer =
                ask(
                        caller,
                        "order&resource=%s&quantity=%d%s"
                                .formatted(
                                        policy,
                                        quantity,
                                        customer == null ? "" : "&customerId=" + customer));
        assertThat(rule(answer)).as(answer.text()).isEqualTo(rule);
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "fulfillment",
                                "on_demand",
                                "lines",
                                List.of(line(policy, quantity))));
        if (customer != null) {
            body.put("customerId", customer.value());
        }
        Answer real = api.post(caller, "/api/v1/orders", body);
        assertThat(real.status() == 201)
                .as(rule + ": " + real.text())
                .isEqualTo(answer.json().path("allowed").asBoolean());
        assertThat(real.code()).as(rule + ": " + real.text()).isEqualTo(answer.code());
        return answer;
    }

    private String placed(String fulfillment) {
        Answer order =
                api.post(
                        published.atDistributor(),
                        "/api/v1/orders",
                        Map.of(
                                "fulfillment",
                                fulfillment,
                                "customerId",
                                published.customer.value(),
                                "lines",
                                List.of(line(published.yearly, 1))));
        assertThat(order.status()).as(order.text()).isEqualTo(201);
        return order.json().path("id").asString();
    }

    private Answer assigned(Caller caller, String order) {
        return api.put(
                caller,
                "/api/v1/orders/" + order + "/license-managers/" + published.reseller,
                Map.of("grants", List.of(Map.of("productId", published.product.value()))));
    }

    private void assertInvalid(String query, String field) {
        Answer answer = ask(published.atDistributor(), query);
        assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").path(0).path("field").asString())
                .as(query)
                .isEqualTo(field);
    }

    private Answer ask(Caller caller, String query) {
        return api.get(caller, "/api/v1/access-check?action=" + query);
    }

    private static String rule(Answer answer) {
        return answer.json().path("rule").asString("status " + answer.status());
    }

    private static String reason(Answer answer) {
        return answer.json().path("reason").asString();
    }
}
