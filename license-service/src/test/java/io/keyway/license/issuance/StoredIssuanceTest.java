package io.keyway.license.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.ProblemCode;
import io.keyway.license.issuance.Issuance.Claiming;
import io.keyway.license.issuance.Issuance.Completed;
import io.keyway.license.issuance.Issuance.Confirming;
import io.keyway.license.issuance.Issuance.Failed;
import io.keyway.license.issuance.Issuance.Head;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Releasing;
import io.keyway.license.issuance.Issuance.Waiting;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored document of every state: it reads, and is written as it was, with the terms that were
 * added since. The documents are never edited.
 */
class StoredIssuanceTest {

    private static final JsonMapper JSON = ContractJson.mapper();
    private static final Instant LATER = Instant.parse("2026-03-01T12:00:09Z");

    private static final String HEAD =
            """
            "id":"iss_01hv7z8k3m9q2r4s6t87000000",\
            "path":["prt_01hv7z8k3m9q2r4s6t81000000","prt_01hv7z8k3m9q2r4s6t82000000"],\
            "request":{"orderId":"ord_01hv7z8k3m9q2r4s6t86000000",\
            "productId":"prd_01hv7z8k3m9q2r4s6t83000000",\
            "policyId":"pol_01hv7z8k3m9q2r4s6t84000000",\
            "customerId":"cus_01hv7z8k3m9q2r4s6t85000000","quantity":5,"licenseClass":"primary",\
            "notes":{"customerPaid":false}},"immediateLine":"lin_01hv7z8k3m9q2r4s6t87000000\"""";

    private static final String PREPARED =
            """
            "prepared":{"plan":{"terms":{"type":"perpetual","expiresFrom":"issue","machinesMax":3,\
            "machines":{"overage":{"mode":"refuse"},"strict":false,"matching":"match_all"},\
            "floating":false,"entitlements":["cad"],"trials":"unlimited","filesWithoutEnd":false},\
            "paymentStatus":"not_due","lineId":"lin_01hv7z8k3m9q2r4s6t87000000",\
            "claims":[{"quota":"line:ord_01hv7z8k3m9q2r4s6t86000000:lin_01hv7z8k3m9q2r4s6t87000000",\
            "count":5,"limit":5,"ofGrant":false}]},\
            "owner":{"path":["prt_01hv7z8k3m9q2r4s6t81000000","prt_01hv7z8k3m9q2r4s6t82000000"],\
            "customerId":"cus_01hv7z8k3m9q2r4s6t85000000","customerName":"Ada",\
            "customerEmail":"ada@example.com"},"productName":"CAD","policyName":"Year",\
            "scheme":"random","kid":"kid1","chunkSize":2,"inBackground":true}""";

    /** Terms that licenses have only since these documents were stored, with their defaults. */
    private static final String LATER_TERMS =
            """
            "filesWithoutEnd":false,"usageAfterEnd":"reject\"""";

    private static final String TIMES =
            """
            "createdAt":"2026-03-01T12:00:00Z","movedAt":"2026-03-01T12:00:05Z\"""";

    @Test
    void readsAndWritesAWaitingIssuance() {
        Waiting waiting =
                stored(
                        Waiting.class,
                        HEAD,
                        """
                        "stage":"WAITING","doneFirsts":[],"issued":0,"settled":false""");

        assertThat(waiting.failed(ProblemCode.NOT_FOUND, LATER))
                .isEqualTo(new Failed(at(waiting), null, ProblemCode.NOT_FOUND));
    }

    @Test
    void readsAndWritesAClaimingIssuance() {
        Claiming claiming =
                stored(
                        Claiming.class,
                        HEAD,
                        PREPARED,
                        """
                        "stage":"CLAIMING","doneFirsts":[],"issued":0,"settled":false""");

        assertThat(claiming.claims()).hasSize(1);
        assertThat(claiming.issuing(LATER))
                .isEqualTo(new Issuing(at(claiming), claiming.prepared(), Set.of()));
    }

    @Test
    void readsAndWritesAnIssuingIssuance() {
        Issuing issuing =
                stored(
                        Issuing.class,
                        HEAD,
                        PREPARED,
                        """
                        "stage":"ISSUING","doneFirsts":[2],"issued":2,"settled":false""");

        assertThat(issuing.chunksToDo()).containsExactly(new Chunk(0, 2), new Chunk(4, 1));
        assertThat(issuing.done(new Chunk(4, 1), LATER))
                .isEqualTo(new Issuing(at(issuing), issuing.prepared(), Set.of(2, 4)));
        assertThat(((Issuing) issuing.done(new Chunk(4, 1), LATER)).done(new Chunk(0, 2), LATER))
                .isEqualTo(new Confirming(at(issuing), issuing.prepared()));
    }

    @Test
    void readsAndWritesAConfirmingIssuance() {
        Confirming confirming =
                stored(
                        Confirming.class,
                        HEAD,
                        PREPARED,
                        """
                        "stage":"COMPLETED","doneFirsts":[0,2,4],"issued":5,"settled":false""");

        assertThat(confirming.settled(LATER))
                .isEqualTo(new Completed(at(confirming), confirming.prepared()));
    }

    @Test
    void readsAndWritesACompletedIssuance() {
        Completed completed =
                stored(
                        Completed.class,
                        HEAD,
                        PREPARED,
                        """
                        "stage":"COMPLETED","doneFirsts":[0,2,4],"issued":5,"settled":true""");

        assertThat(completed.settled()).isTrue();
    }

    @Test
    void readsAndWritesAReleasingIssuance() {
        Releasing releasing =
                stored(
                        Releasing.class,
                        HEAD,
                        PREPARED,
                        """
                        "stage":"FAILED","doneFirsts":[],"issued":0,"failure":"quota_exceeded",\
                        "settled":false""");

        assertThat(releasing.settled(LATER))
                .isEqualTo(
                        new Failed(
                                at(releasing), releasing.prepared(), ProblemCode.QUOTA_EXCEEDED));
    }

    @Test
    void readsAndWritesAFailedIssuance() {
        Failed failed =
                stored(
                        Failed.class,
                        HEAD,
                        PREPARED,
                        """
                        "stage":"FAILED","doneFirsts":[],"issued":0,"failure":"quota_exceeded",\
                        "settled":true""");

        assertThat(failed.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
    }

    @Test
    void readsAndWritesAnIssuanceThatFailedWhileItWaited() {
        Failed failed =
                stored(
                        Failed.class,
                        HEAD,
                        """
                        "stage":"FAILED","doneFirsts":[],"issued":0,"failure":"not_found",\
                        "settled":true""");

        assertThat(failed.prepared()).isNull();
    }

    private static Head at(Issuance issuance) {
        Head head = issuance.head();
        return new Head(
                head.id(),
                head.path(),
                head.request(),
                head.immediateLine(),
                head.createdAt(),
                LATER);
    }

    private static <S extends Issuance> S stored(Class<S> state, String... parts) {
        String json = "{" + String.join(",", parts) + "," + TIMES + "}";
        Issuance read = JSON.readValue(json, Issuance.class);
        String written = JSON.writeValueAsString(read);
        assertThat(written).isEqualTo(json.replace("\"filesWithoutEnd\":false", LATER_TERMS));
        assertThat(JSON.readValue(written, Issuance.class)).isEqualTo(read);
        return state.cast(read);
    }
}
