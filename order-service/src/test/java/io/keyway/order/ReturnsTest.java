package io.keyway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.IssuanceEvent.LinesReturned;
import io.keyway.contracts.event.IssuanceEvent.ReturnRefused;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.KeywayTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Returning lines of an order and cancelling it; the test publishes license-service's answers. */
@KeywayTest
@TestPropertySource(properties = "keyway.order.returns-max=3")
class ReturnsTest extends PublishedNetworkTest {

    private long sequence;

    @Test
    void anUndrawnQuantityIsReturnedAndCreditedToTheCent() {
        OrderId order = opened(7);
        LineId line = line(order);
        published.publish(new LineDrawn(order, line, 2), ++sequence);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("partly_fulfilled"));

        assertThat(returnLine(order, line, 6).code()).isEqualTo("quota_exceeded");
        Answer asked = returnLine(order, line, 3);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        assertThat(asked.json().path("returns").path(0).path("status").asString())
                .isEqualTo("pending");
        assertThat(asked.json().path("credited").path("amount").asLong()).isZero();
        assertThat(returnLine(order, line, 1).code()).isEqualTo("return_pending");
        assertThat(api.post(published.atDistributor(), path(order) + "/cancel", null).code())
                .isEqualTo("return_pending");

        ReturnId first = returnId(asked, 0);
        published.publish(new LinesReturned(order, first), ++sequence);
        published.publish(new LinesReturned(order, first), ++sequence);
        await().untilAsserted(
                        () ->
                                assertThat(returned(order, 0).path("status").asString())
                                        .isEqualTo("done"));
        // 7 × 49.99 less 12.5 % = 306.19; three sevenths of it are 131.224….
        assertThat(order(order).path("total").path("amount").asLong()).isEqualTo(30619);
        assertThat(returned(order, 0).path("credited").path("amount").asLong()).isEqualTo(13122);
        assertThat(order(order).path("lines").path(0).path("returned").asLong()).isEqualTo(3);
        assertThat(status(order)).isEqualTo("partly_fulfilled");

        published.publish(
                new LinesReturned(order, returnId(returnLine(order, line, 2), 1)), ++sequence);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("fulfilled"));
        assertThat(returned(order, 1).path("credited").path("amount").asLong())
                .as("five sevenths are 218.707…, of which 131.22 are credited already")
                .isEqualTo(21871 - 13122);
    }

    @Test
    void aWhollyReturnedOrderIsNotOwed() {
        OrderId order = opened(3);
        published.publish(
                new LinesReturned(order, returnId(returnLine(order, line(order), 3), 0)), 9);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("returned"));
        assertThat(order(order).path("credited")).isEqualTo(order(order).path("total"));
        assertThat(returnLine(order, line(order), 1).code()).isEqualTo("conflict");
    }

    @Test
    void licenseServiceDecidesAReturn() {
        OrderId order = opened(3);
        ReturnId asked = returnId(returnLine(order, line(order), 3), 0);
        published.publish(new ReturnRefused(order, asked, ProblemCode.QUOTA_EXCEEDED), 9);
        await().untilAsserted(
                        () ->
                                assertThat(returned(order, 0).path("refusal").asString())
                                        .isEqualTo("quota_exceeded"));
        assertThat(status(order)).isEqualTo("open");
        assertThat(order(order).path("credited").path("amount").asLong()).isZero();
        published.publish(new LinesReturned(order, asked), 10);
        assertThat(returnLine(order, line(order), 1).status()).isEqualTo(202);
    }

    @Test
    void anOrderIsCancelledBeforeAnythingOfItIsIssued() {
        OrderId order = opened(3);
        Answer cancelled = api.post(published.atDistributor(), path(order) + "/cancel", null);
        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(202);
        assertThat(status(order)).isEqualTo("open");
        published.publish(new LinesReturned(order, returnId(cancelled, 0)), 9);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("cancelled"));
        assertThat(order(order).path("credited")).isEqualTo(order(order).path("total"));

        OrderId drawn = opened(3);
        published.publish(new LineDrawn(drawn, line(drawn), 1), 19);
        await().untilAsserted(() -> assertThat(status(drawn)).isEqualTo("partly_fulfilled"));
        assertThat(api.post(published.atDistributor(), path(drawn) + "/cancel", null).code())
                .isEqualTo("order_drawn");
    }

    @Test
    void aDraftIsCancelledAtOnce() {
        Map<String, Object> body =
                Map.of(
                        "fulfillment",
                        "on_demand",
                        "draft",
                        true,
                        "lines",
                        List.of(line(published.yearly, 1)));
        Answer draft = api.post(published.atDistributor(), "/api/v1/orders", body);
        OrderId order = new OrderId(draft.json().path("id").asString());
        assertThat(returnLine(order, line(order), 1).code()).isEqualTo("conflict");
        Answer cancelled = api.post(published.atDistributor(), path(order) + "/cancel", null);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(status(order)).isEqualTo("cancelled");
    }

    @Test
    void issuedLicensesAreReturnedOnceAllAreIssued() {
        Map<String, Object> body =
                Map.of(
                        "customerId",
                        published.customer.value(),
                        "fulfillment",
                        "immediate",
                        "lines",
                        List.of(line(published.yearly, 4)));
        Answer placed = api.post(published.atDistributor(), "/api/v1/orders", body);
        OrderId order = new OrderId(placed.json().path("id").asString());
        assertThat(returnLine(order, line(order), 1).code()).isEqualTo("not_ready");
        published.publish(new LineIssued(order, line(order), 4), 1);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("fulfilled"));
        published.publish(
                new LinesReturned(order, returnId(returnLine(order, line(order), 3), 0)), 2);
        await().untilAsserted(
                        () ->
                                assertThat(returnLine(order, line(order), 2).code())
                                        .isEqualTo("quota_exceeded"));
        assertThat(status(order)).isEqualTo("fulfilled");
        published.publish(
                new LinesReturned(order, returnId(returnLine(order, line(order), 1), 1)), 3);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("returned"));
    }

    @Test
    void invalidFieldsAreNamedAndAnOrderHasAMaximumOfReturns() {
        OrderId order = opened(9);
        LineId line = line(order);
        for (Object quantity : List.of(0, -1, "1", 1.5)) {
            assertInvalid(order, "lines[0].quantity", Map.of("lineId", line, "quantity", quantity));
        }
        assertInvalid(order, "lines[0].lineId", Map.of("lineId", "x", "quantity", 1));
        assertInvalid(order, "lines[0].lineId", Map.of("lineId", LineId.next(), "quantity", 1));
        Map<String, Object> one = Map.of("lineId", line, "quantity", 1);
        assertInvalid(order, "lines[1].lineId", one, one);
        assertInvalid(order, "lines");
        for (int i = 0; i < 3; i++) {
            ReturnId asked = returnId(returnLine(order, line, 1), i);
            published.publish(new LinesReturned(order, asked), ++sequence);
            int at = i;
            await().untilAsserted(
                            () ->
                                    assertThat(returned(order, at).path("status").asString())
                                            .isEqualTo("done"));
        }
        assertThat(returnLine(order, line, 1).code()).isEqualTo("conflict");
    }

    @Test
    void aLicenseManagerReturnsNothingAndSeesNoReturns() {
        OrderId order = opened(3);
        Map<String, Object> grant = Map.of("productId", published.product.value());
        api.put(
                published.atDistributor(),
                path(order) + "/license-managers/" + published.reseller,
                Map.of("grants", List.of(grant)));
        returnLine(order, line(order), 1);
        Caller manager = published.atReseller();
        assertThat(api.get(manager, path(order)).text())
                .doesNotContain("amount", "total", "credited", "returns");
        assertThat(returnLine(manager, order, line(order), 1).code()).isEqualTo("forbidden");
        assertThat(api.post(manager, path(order) + "/cancel", null).code()).isEqualTo("forbidden");
        assertThat(
                        api.post(
                                        manager,
                                        path(order) + "/lines",
                                        Map.of("lines", List.of(line(published.yearly, 1))))
                                .code())
                .isEqualTo("forbidden");
    }

    @SafeVarargs
    private void assertInvalid(OrderId order, String field, Map<String, Object>... lines) {
        Answer answer =
                api.post(
                        published.atDistributor(),
                        path(order) + "/returns",
                        Map.of("lines", List.of(lines)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field")).contains(field);
    }

    private OrderId opened(int quantity) {
        Map<String, Object> body =
                Map.of(
                        "fulfillment",
                        "on_demand",
                        "lines",
                        List.of(line(published.yearly, quantity)));
        Answer placed = api.post(published.atDistributor(), "/api/v1/orders", body);
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        OrderId order = new OrderId(placed.json().path("id").asString());
        published.publish(new AllowanceOpened(order, 1), ++sequence);
        await().untilAsserted(() -> assertThat(status(order)).isEqualTo("open"));
        return order;
    }

    private Answer returnLine(OrderId order, LineId line, int quantity) {
        return returnLine(published.atDistributor(), order, line, quantity);
    }

    private Answer returnLine(Caller caller, OrderId order, LineId line, int quantity) {
        Map<String, Object> back = Map.of("lineId", line.value(), "quantity", quantity);
        return api.post(caller, path(order) + "/returns", Map.of("lines", List.of(back)));
    }

    private static ReturnId returnId(Answer answer, int at) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return new ReturnId(answer.json().path("returns").path(at).path("id").asString());
    }

    private LineId line(OrderId order) {
        return new LineId(order(order).path("lines").path(0).path("id").asString());
    }

    private JsonNode returned(OrderId order, int at) {
        return order(order).path("returns").path(at);
    }
}
