package io.keyway.order.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.order.orders.Order.Closed;
import io.keyway.order.orders.Order.Draft;
import io.keyway.order.orders.Order.InForce;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The stored document of every state: it reads, and is written as it was. Never edited. */
class StoredOrderTest {

    private static final JsonMapper JSON = ContractJson.mapper();

    private static final String ORDER =
            """
            {"id":"ord_01hv7z8k3m9q2r4s6t86000000",\
            "path":["prt_01hv7z8k3m9q2r4s6t81000000","prt_01hv7z8k3m9q2r4s6t82000000"],\
            "ownerId":"prt_01hv7z8k3m9q2r4s6t82000000",\
            "orderedFor":"cus_01hv7z8k3m9q2r4s6t85000000","fulfillment":"on_demand",\
            "status":"%s","lines":[{"id":"lin_01hv7z8k3m9q2r4s6t87000000",\
            "productId":"prd_01hv7z8k3m9q2r4s6t83000000",\
            "policyId":"pol_01hv7z8k3m9q2r4s6t84000000","quantity":5,\
            "unitPrice":{"amount":1000,"currency":"EUR"},\
            "amount":{"amount":4500,"currency":"EUR"},"discountPercent":"10",\
            "orderedAt":"2026-03-01T12:00:00Z"%s}],"issued":[%s],\
            "managers":[{"partnerId":"prt_01hv7z8k3m9q2r4s6t88000000",\
            "path":["prt_01hv7z8k3m9q2r4s6t81000000","prt_01hv7z8k3m9q2r4s6t82000000",\
            "prt_01hv7z8k3m9q2r4s6t88000000"],\
            "grants":[{"productId":"prd_01hv7z8k3m9q2r4s6t83000000","licensesMax":3}]}],\
            "returns":[%s],"revision":3,"opened":2,"externalReferenceId":"PO-1",\
            "uniqueReference":"prt_01hv7z8k3m9q2r4s6t82000000:PO-1",\
            "placedAt":"2026-03-01T12:00:05Z"}""";

    private static final String ISSUED =
            """
            {"lineId":"lin_01hv7z8k3m9q2r4s6t87000000","count":2}""";

    private static final String RETURN =
            """
            {"id":"ret_01hv7z8k3m9q2r4s6t89000000","kind":"return",\
            "lines":[{"lineId":"lin_01hv7z8k3m9q2r4s6t87000000","quantity":1}],\
            "status":"%s","askedAt":"2026-03-01T12:00:05Z"}""";

    @Test
    void readsAndWritesADraft() {
        Draft draft = (Draft) stored(ORDER.formatted("draft", "", "", ""));

        assertThat(draft.placed(draft.lines(), Instant.EPOCH).status())
                .isEqualTo(OrderStatus.PENDING);
        assertThat(draft.cancelled()).isEqualTo(stored(ORDER.formatted("cancelled", "", "", "")));
    }

    @ParameterizedTest
    @CsvSource({"pending", "open", "partly_fulfilled", "fulfilled"})
    void readsAndWritesAnOrderInForce(String status) {
        assertThat(stored(ORDER.formatted(status, "", ISSUED, ""))).isInstanceOf(InForce.class);
    }

    @ParameterizedTest
    @CsvSource({"failed", "cancelled", "returned"})
    void readsAndWritesAClosedOrder(String status) {
        assertThat(stored(ORDER.formatted(status, ",\"failure\":\"quota_exceeded\"", "", "")))
                .isInstanceOf(Closed.class);
    }

    @Test
    void readsAndWritesReturns() {
        String refused = RETURN.replace("\"askedAt", "\"refusal\":\"quota_exceeded\",\"askedAt");
        String done =
                RETURN.replace(
                        "\"askedAt",
                        "\"credited\":{\"amount\":900,\"currency\":\"EUR\"},\"askedAt");
        String lineReturned = ",\"returned\":1,\"credited\":{\"amount\":900,\"currency\":\"EUR\"}";

        InForce pending =
                (InForce)
                        stored(
                                ORDER.formatted(
                                        "partly_fulfilled",
                                        "",
                                        ISSUED,
                                        RETURN.formatted("pending")));

        assertThat(pending.returned(pending.contents().returns().getFirst().id()))
                .isEqualTo(
                        stored(
                                ORDER.formatted(
                                        "partly_fulfilled",
                                        lineReturned,
                                        ISSUED,
                                        done.formatted("done"))));
        assertThat(
                        pending.returnRefused(
                                pending.contents().returns().getFirst().id(),
                                ProblemCode.QUOTA_EXCEEDED))
                .isEqualTo(
                        stored(
                                ORDER.formatted(
                                        "partly_fulfilled",
                                        "",
                                        ISSUED,
                                        refused.formatted("refused"))));
        assertThat(pending.pendingReturn().orElseThrow().done(new Money(900, "EUR")).asked())
                .isEqualTo(pending.contents().returns().getFirst().asked());
    }

    @Test
    void readsAnOrderFromBeforeReturnsAndIssuedCounts() {
        String first =
                ORDER.formatted("open", "", "", "")
                        .replace("\"issued\":[],", "")
                        .replace("\"returns\":[],", "");

        assertThat(JSON.readValue(first, Order.class))
                .isEqualTo(stored(ORDER.formatted("open", "", "", "")));
    }

    private static Order stored(String json) {
        Order read = JSON.readValue(json, Order.class);
        assertThat(JSON.writeValueAsString(read)).isEqualTo(json);
        return read;
    }
}
