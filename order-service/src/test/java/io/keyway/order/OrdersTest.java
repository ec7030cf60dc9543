package io.keyway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@KeywayTest
class OrdersTest extends PublishedNetworkTest {

    @Test
    void anOrderCostsTheListPriceLessTheBuyersDiscount() {
        Answer order = place(published.atDistributor(), "on_demand", 3);
        assertThat(order.status()).as(order.text()).isEqualTo(201);
        assertThat(order.json().path("status").asString()).isEqualTo("pending");
        // 3 × 49.99 = 149.97, less 12.5 % = 18.74625 → 18.75.
        assertThat(order.json().path("total").path("amount").asLong()).isEqualTo(13122);
        Answer preview =
                api.post(published.atDistributor(), "/api/v1/orders/preview", body("on_demand", 3));
        assertThat(preview.json().path("total")).isEqualTo(order.json().path("total"));
        assertThat(api.get(published.atDistributor(), "/api/v1/orders").json().path("items").size())
                .isEqualTo(1);
    }

    @Test
    void anAllowanceIsOpenThenPartlyThenWhollyDrawn() {
        Answer order = place(published.atDistributor(), "on_demand", 3);
        OrderId id = new OrderId(order.json().path("id").asString());
        LineId line = new LineId(order.json().path("lines").path(0).path("id").asString());
        published.publish(new AllowanceOpened(id, 1), 1);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("open"));
        published.publish(new AllowanceOpened(id, 1), 1);
        published.publish(new LineDrawn(id, line, 2), 2);
        published.publish(new LineDrawn(id, line, 1), 3);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("partly_fulfilled"));
        assertThat(line(id).path("issued").asLong()).isEqualTo(2);
        published.publish(new LineDrawn(id, line, 3), 4);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("fulfilled"));
        published.publish(new LineDrawn(id, line, 2), 5);
        await().during(java.time.Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(line(id).path("issued").asLong()).isEqualTo(3));
    }

    private JsonNode line(OrderId order) {
        return order(order).path("lines").path(0);
    }

    @Test
    void anOrderOfSeveralLinesIsPartlyFulfilledWhenOneOfThemFails() {
        Map<String, Object> body = body("immediate", 1);
        body.put("lines", List.of(line(published.yearly, 1), line(published.yearly, 2)));
        Answer order = api.post(published.atDistributor(), "/api/v1/orders", body);
        OrderId id = new OrderId(order.json().path("id").asString());
        List<String> lines = order.json().path("lines").findValuesAsString("id");
        published.publish(
                new LineFailed(id, new LineId(lines.get(0)), ProblemCode.QUOTA_EXCEEDED), 1);
        published.publish(new LineIssued(id, new LineId(lines.get(1)), 2), 2);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("partly_fulfilled"));
        assertThat(line(id).path("failure").asString()).isEqualTo("quota_exceeded");
        JsonNode now = api.get(published.atDistributor(), "/api/v1/orders/" + id).json();
        assertThat(now.path("credited").path("amount").asLong())
                .as("what was not issued is not owed")
                .isEqualTo(now.path("lines").path(0).path("amount").path("amount").asLong());
    }

    @Test
    void aReferenceIsUniquePerOwner() {
        Map<String, Object> body = body("on_demand", 1);
        body.put("externalReferenceId", "PO-1");
        assertThat(api.post(published.atDistributor(), "/api/v1/orders", body).status())
                .isEqualTo(201);
        Answer second = api.post(published.atDistributor(), "/api/v1/orders", body);
        assertThat(second.code()).isEqualTo("already_exists");
        assertThat(second.json().path("invalidFields").findValuesAsString("field"))
                .containsExactly("externalReferenceId");
        assertThat(api.post(published.atVendor(), "/api/v1/orders", body).status()).isEqualTo(201);
        body.put("externalReferenceId", "PO-2");
        assertThat(api.post(published.atDistributor(), "/api/v1/orders", body).status())
                .isEqualTo(201);
    }

    @Test
    void aDraftGetsMoreLinesAndIsPlacedAtTheCurrentPrices() {
        Map<String, Object> body = body("on_demand", 1);
        body.put("draft", true);
        Answer drafted = api.post(published.atDistributor(), "/api/v1/orders", body);
        String path = path(drafted);
        assertThat(drafted.json().path("status").asString()).isEqualTo("draft");
        assertThat(drafted.json().path("total").path("amount").asLong()).isEqualTo(4374);
        published.price(published.yearly, new Money(9999, "EUR"), 2);
        Map<String, Object> more = Map.of("lines", List.of(line(published.yearly, 2)));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                api.post(
                                                                published.atDistributor(),
                                                                "/api/v1/orders/preview",
                                                                body("on_demand", 1))
                                                        .json()
                                                        .path("total")
                                                        .path("amount")
                                                        .asLong())
                                        .isEqualTo(8749));
        Answer appended = api.post(published.atDistributor(), path + "/lines", more);
        assertThat(appended.status()).as(appended.text()).isEqualTo(200);
        assertThat(appended.json().path("lines").size()).isEqualTo(2);

        Answer placed = api.post(published.atDistributor(), path + "/place", null);
        assertThat(placed.json().path("status").asString()).isEqualTo("pending");
        assertThat(placed.json().path("total").path("amount").asLong()).isEqualTo(8749 + 17498);
        assertThat(placed.json().path("lines").path(0).path("discountPercent").asString())
                .isEqualTo("12.5");
        assertThat(api.post(published.atDistributor(), path + "/place", null).code())
                .isEqualTo("conflict");
        Answer grown = api.post(published.atDistributor(), path + "/lines", more);
        assertThat(grown.json().path("lines").size()).isEqualTo(3);
    }

    @Test
    void refusesOrdersAboveTheGrantedMaximum() {
        published.grantAtMost(
                published.distributor, List.of(published.vendor, published.distributor), 2, 5);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                api.post(
                                                                published.atDistributor(),
                                                                "/api/v1/orders/preview",
                                                                body("on_demand", 6))
                                                        .code())
                                        .isEqualTo("quota_exceeded"));
        assertThat(place(published.atDistributor(), "on_demand", 6).code())
                .isEqualTo("quota_exceeded");
        assertThat(place(published.atDistributor(), "on_demand", 5).status()).isEqualTo(201);
    }

    @Test
    void anImmediateOrderIsFulfilledWhenEveryLineIsIssuedAlsoAfterRepeatedEvents() {
        Map<String, Object> body = body("immediate", 1);
        body.put("lines", List.of(line(published.yearly, 1), line(published.yearly, 2)));
        Answer order = api.post(published.atDistributor(), "/api/v1/orders", body);
        OrderId id = new OrderId(order.json().path("id").asString());
        List<String> lines = order.json().path("lines").findValuesAsString("id");
        published.publish(new LineIssued(id, new LineId(lines.get(0)), 1), 1);
        published.publish(new LineIssued(id, new LineId(lines.get(0)), 1), 2);
        published.publish(new LineIssued(id, LineId.next(), 1), 3);
        published.publish(new AllowanceOpened(id, 1), 4);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("partly_fulfilled"));
        published.publish(new LineIssued(id, new LineId(lines.get(1)), 2), 5);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("fulfilled"));
    }

    @Test
    void orderThatCannotBeIssuedFailsWithReason() {
        Answer order = place(published.atDistributor(), "immediate", 1);
        OrderId id = new OrderId(order.json().path("id").asString());
        published.publish(
                new LineFailed(
                        id,
                        new LineId(order.json().path("lines").path(0).path("id").asString()),
                        ProblemCode.QUOTA_EXCEEDED),
                1);
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("failed"));
        assertThat(
                        api.get(published.atDistributor(), "/api/v1/orders/" + id)
                                .json()
                                .path("failure")
                                .asString())
                .isEqualTo("quota_exceeded");
    }

    @Test
    void aResellerCannotCreateOrders() {
        assertThat(place(published.atReseller(), "on_demand", 1).status()).isEqualTo(403);
        assertThat(place(Callers.operator(), "on_demand", 1).status()).isEqualTo(403);
        assertThat(
                        place(
                                        Callers.customer(published.customer, published.vendor),
                                        "on_demand",
                                        1)
                                .status())
                .isEqualTo(403);
    }

    @Test
    void onlyActiveProductsOfThePortfolioAreOrdered() {
        published.grant(published.distributor, List.of(published.vendor, published.distributor), 2);
        await().untilAsserted(
                        () ->
                                assertThat(place(published.atDistributor(), "on_demand", 1).code())
                                        .isEqualTo("not_in_portfolio"));
        assertThat(place(published.atVendor(), "on_demand", 1).status()).isEqualTo(201);
        published.product(CatalogStatus.WITHDRAWN, 2);
        await().untilAsserted(
                        () ->
                                assertThat(place(published.atVendor(), "on_demand", 1).code())
                                        .isEqualTo("not_in_portfolio"));
    }

    @Test
    void idsOutsideTheBranchInTheBodyAreNotFound() {
        PublishedNetwork other = new PublishedNetwork(bus, network);
        String missing =
                api.get(published.atDistributor(), "/api/v1/orders/" + OrderId.next()).text();
        Map<String, Object> forOther = body("immediate", 1);
        forOther.put("customerId", other.customer.value());
        assertThat(api.post(published.atDistributor(), "/api/v1/orders", forOther).text())
                .isEqualTo(missing);
        forOther.put("customerId", CustomerId.next().value());
        assertThat(api.post(published.atDistributor(), "/api/v1/orders", forOther).text())
                .isEqualTo(missing);
        for (Map<String, Object> line :
                List.of(
                        Map.<String, Object>of(
                                "productId",
                                other.product.value(),
                                "policyId",
                                other.yearly.value(),
                                "quantity",
                                1),
                        Map.<String, Object>of(
                                "productId",
                                published.product.value(),
                                "policyId",
                                other.yearly.value(),
                                "quantity",
                                1),
                        Map.<String, Object>of(
                                "productId",
                                ProductId.next().value(),
                                "policyId",
                                PolicyId.next().value(),
                                "quantity",
                                1))) {
            Map<String, Object> body = body("on_demand", 1);
            body.put("lines", List.of(line));
            assertThat(api.post(published.atDistributor(), "/api/v1/orders", body).text())
                    .isEqualTo(missing);
        }
    }

    @Test
    void invalidFieldsAreNamed() {
        Map<String, Object> wrong =
                new HashMap<>(
                        Map.of(
                                "lines[0].quantity",
                                List.of(line(published.yearly, 0)),
                                "lines",
                                List.of(),
                                "fulfillment",
                                "later",
                                "customerId",
                                "x",
                                "status",
                                "fulfilled",
                                "ownerId",
                                published.vendor.value()));
        wrong.forEach(
                (field, value) -> {
                    Map<String, Object> body = body("on_demand", 1);
                    body.put(field.replaceAll("\\[.*", ""), value);
                    Answer answer = api.post(published.atDistributor(), "/api/v1/orders", body);
                    assertThat(answer.status()).as(field).isEqualTo(400);
                    assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                            .contains(field);
                });
        for (Object quantity : List.of(-1, 1_000_001, 1e30, "1", 1.5)) {
            Map<String, Object> line = new HashMap<>(line(published.yearly, 1));
            line.put("quantity", quantity);
            Map<String, Object> body = body("on_demand", 1);
            body.put("lines", List.of(line));
            Answer answer = api.post(published.atDistributor(), "/api/v1/orders", body);
            assertThat(answer.status()).as("" + quantity).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .contains("lines[0].quantity");
        }
        Map<String, Object> unpriced = body("on_demand", 1);
        unpriced.put(
                "lines",
                List.of(
                        Map.of(
                                "productId",
                                published.product.value(),
                                "policyId",
                                published.free.value(),
                                "quantity",
                                1)));
        assertThat(
                        api.post(published.atDistributor(), "/api/v1/orders", unpriced)
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .contains("lines[0].policyId");
        Map<String, Object> nobody = body("immediate", 1);
        nobody.remove("customerId");
        assertThat(
                        api.post(published.atDistributor(), "/api/v1/orders", nobody)
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .contains("customerId");
    }

    @Test
    void licenseManagerSeesOnlyItsAssignments() {
        String path = path(place(published.atDistributor(), "on_demand", 5));
        assertThat(api.get(published.atReseller(), path).status()).isEqualTo(404);
        Answer assigned =
                assign(
                        published.atDistributor(),
                        path,
                        published.reseller,
                        Map.of("productId", published.product.value(), "licensesMax", 2));
        assertThat(assigned.status()).as(assigned.text()).isEqualTo(200);
        assertThat(assigned.json().path("status").asString()).isEqualTo("pending");
        published.publish(
                new AllowanceOpened(new OrderId(path.substring(path.lastIndexOf('/') + 1)), 2), 2);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                published.atDistributor(),
                                                                path + "/license-managers")
                                                        .json()
                                                        .path("items")
                                                        .path(0)
                                                        .path("status")
                                                        .asString())
                                        .isEqualTo("active"));

        Answer seen = api.get(published.atReseller(), path);
        assertThat(seen.json().path("lines").size()).isEqualTo(1);
        assertThat(seen.text()).doesNotContain("amount", "total");
        assertThat(api.get(published.atReseller(), "/api/v1/orders").json().path("items").size())
                .isEqualTo(1);
        assertThat(
                        assign(
                                        published.atReseller(),
                                        path,
                                        published.reseller,
                                        Map.of("productId", published.product.value()))
                                .status())
                .isEqualTo(403);
        assertThat(
                        api.delete(
                                        published.atReseller(),
                                        path + "/license-managers/" + published.reseller)
                                .status())
                .isEqualTo(403);

        assertThat(
                        api.delete(
                                        published.atDistributor(),
                                        path + "/license-managers/" + published.reseller)
                                .status())
                .isEqualTo(204);
        assertThat(
                        api.delete(
                                        published.atDistributor(),
                                        path + "/license-managers/" + published.reseller)
                                .status())
                .isEqualTo(404);
        assertThat(api.get(published.atReseller(), path).status()).isEqualTo(404);
    }

    @Test
    void aManagerIsAPartnerBelowTheOwnerAndItsGrantsAreInTheOrder() {
        String path = path(place(published.atDistributor(), "on_demand", 5));
        PartnerId sibling = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, sibling);
        Map<String, Object> grant = Map.of("productId", published.product.value());
        assertThat(assign(published.atDistributor(), path, sibling, grant).status()).isEqualTo(404);
        assertThat(assign(published.atVendor(), path, sibling, grant).status()).isEqualTo(409);
        assertThat(assign(published.atDistributor(), path, published.distributor, grant).status())
                .isEqualTo(409);
        assertThat(assign(published.atDistributor(), path, PartnerId.next(), grant).status())
                .isEqualTo(404);
        assertThat(
                        assign(
                                        published.atDistributor(),
                                        path,
                                        published.reseller,
                                        Map.of("productId", ProductId.next().value()))
                                .status())
                .isEqualTo(400);
        assertThat(
                        assign(
                                        published.atDistributor(),
                                        path,
                                        published.reseller,
                                        Map.of(
                                                "productId",
                                                published.product.value(),
                                                "policyIds",
                                                List.of(published.free.value())))
                                .status())
                .isEqualTo(400);
        Caller without =
                Callers.partner(
                        Set.of(Permission.CREATE_ORDERS), published.vendor, published.distributor);
        assertThat(assign(without, path, published.reseller, grant).status()).isEqualTo(403);
        String immediate = path(place(published.atDistributor(), "immediate", 1));
        assertThat(assign(published.atDistributor(), immediate, published.reseller, grant).status())
                .isEqualTo(409);
    }

    @Test
    void anOrderOutsideTheBranchIsNotFound() {
        String path = path(place(published.atDistributor(), "on_demand", 5));
        String missing =
                api.get(published.atDistributor(), "/api/v1/orders/" + OrderId.next()).text();
        PublishedNetwork other = new PublishedNetwork(bus, network);
        for (Caller foreign :
                List.of(
                        other.atVendor(),
                        other.atDistributor(),
                        published.atReseller(),
                        Callers.customer(published.customer, published.vendor))) {
            assertThat(api.get(foreign, path).text()).isEqualTo(missing);
            assertThat(api.get(foreign, path + "/license-managers").text()).isEqualTo(missing);
            for (String change : List.of("/place", "/cancel")) {
                assertThat(api.post(foreign, path + change, null).text()).isEqualTo(missing);
            }
            assertThat(
                            api.post(
                                            foreign,
                                            path + "/lines",
                                            Map.of("lines", List.of(line(published.yearly, 1))))
                                    .text())
                    .isEqualTo(missing);
            Map<String, Object> back = Map.of("lineId", LineId.next().value(), "quantity", 1);
            assertThat(api.post(foreign, path + "/returns", Map.of("lines", List.of(back))).text())
                    .isEqualTo(missing);
            assertThat(
                            assign(
                                            foreign,
                                            path,
                                            published.reseller,
                                            Map.of("productId", published.product.value()))
                                    .text())
                    .isEqualTo(missing);
            assertThat(api.delete(foreign, path + "/license-managers/" + published.reseller).text())
                    .isEqualTo(missing);
            assertThat(api.get(foreign, "/api/v1/orders").json().path("items").size()).isZero();
        }
    }

    @Test
    void aDeletedPartnerIsNoLicenseManagerAndItsOrdersStay() {
        PartnerId gone = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, published.distributor, gone);
        Map<String, Object> grant = Map.of("productId", published.product.value());
        String first = path(place(published.atDistributor(), "on_demand", 5));
        String second = path(place(published.atDistributor(), "on_demand", 5));
        for (String path : List.of(first, second)) {
            assertThat(assign(published.atDistributor(), path, gone, grant).status())
                    .isEqualTo(200);
            assertThat(assign(published.atDistributor(), path, published.reseller, grant).status())
                    .isEqualTo(200);
        }
        published.deleted(9, published.vendor, published.distributor, gone);
        published.deleted(9, published.vendor, published.distributor, gone);
        published.partner(PartnerType.RESELLER, published.vendor, published.distributor, gone);
        for (String path : List.of(first, second)) {
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    api.get(
                                                                    published.atDistributor(),
                                                                    path + "/license-managers")
                                                            .json()
                                                            .path("items")
                                                            .findValuesAsString("partnerId"))
                                            .containsExactly(published.reseller.value()));
        }
        assertThat(assign(published.atDistributor(), first, gone, grant).text())
                .as("it is missing from now on")
                .isEqualTo(
                        assign(published.atDistributor(), first, PartnerId.next(), grant).text());

        published.deleted(9, published.vendor, published.distributor);
        Caller vendor = published.atVendor();
        await().during(java.time.Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(api.get(vendor, first).status()).isEqualTo(200));
    }

    private Answer place(Caller caller, String fulfillment, int quantity) {
        return api.post(caller, "/api/v1/orders", body(fulfillment, quantity));
    }

    private Map<String, Object> body(String fulfillment, int quantity) {
        return new HashMap<>(
                Map.of(
                        "customerId",
                        published.customer.value(),
                        "fulfillment",
                        fulfillment,
                        "lines",
                        List.of(line(published.yearly, quantity))));
    }

    private Answer assign(
            Caller caller, String path, PartnerId partner, Map<String, Object> grant) {
        return api.put(
                caller, path + "/license-managers/" + partner, Map.of("grants", List.of(grant)));
    }

    private static String path(Answer order) {
        assertThat(order.status()).as(order.text()).isEqualTo(201);
        return "/api/v1/orders/" + order.json().path("id").asString();
    }
}
