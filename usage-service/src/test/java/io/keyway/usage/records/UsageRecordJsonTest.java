package io.keyway.usage.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class UsageRecordJsonTest {

    private static final JsonMapper CONTRACT = ContractJson.mapper();

    private static final UsageRecord USAGE =
            new UsageRecord(
                    new Attribution(
                            List.of(PartnerId.next(), PartnerId.next()),
                            CustomerId.next(),
                            LicenseId.next(),
                            ProductId.next()),
                    "/\"quoted\"/ü",
                    "1",
                    "message.sent",
                    Instant.parse("2026-01-31T23:59:59.123456789Z"),
                    Instant.parse("2026-02-01T00:00:00Z"),
                    new Fingerprint(new Fingerprint.Identity(Long.MIN_VALUE, Long.MAX_VALUE), -17),
                    List.of(
                            new Measurement(
                                    MeterId.next(),
                                    Aggregation.SUM,
                                    new BigDecimal("1E+3"),
                                    0,
                                    Map.of("region", "eu")),
                            new Measurement(MeterId.next(), Aggregation.COUNT, null, 0, Map.of()),
                            new Measurement(
                                    MeterId.next(),
                                    Aggregation.UNIQUE_COUNT,
                                    null,
                                    Long.MIN_VALUE,
                                    Map.of())));

    @Test
    void writesAsEveryContractIsWritten() {
        assertThat(new String(written(USAGE), StandardCharsets.UTF_8))
                .isEqualTo(CONTRACT.writeValueAsString(USAGE));
    }

    @Test
    void readsWhatItWrites() {
        assertThat(UsageRecordJson.read(written(USAGE)))
                .contains(CONTRACT.readValue(written(USAGE), UsageRecord.class));
    }

    /** Counting skips the data; who measures again reads it as it was sent. */
    @Test
    void dataIsKeptAsItCame() {
        String data = "{\"n\":12.50,\"huge\":1E+9999999,\"a\":[{\"b\":\"ü\"},null],\"$x.y\":true}";
        UsageRecord whole = USAGE.with(EventData.of(data));

        byte[] bytes = UsageRecordJson.write(whole, 100);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith(",\"data\":" + data + "}");
        assertThat(UsageRecordJson.read(bytes))
                .isEqualTo(UsageRecordJson.read(written(USAGE)))
                .get()
                .extracting(UsageRecord::data)
                .isNull();
        assertThat(UsageRecordJson.readWithData(bytes).orElseThrow().data())
                .isEqualTo(whole.data());
        assertThat(CONTRACT.readValue(CONTRACT.writeValueAsBytes(whole), UsageRecord.class).data())
                .isEqualTo(whole.data());
    }

    @Test
    void dataThatIsTooLongIsNotKept() {
        UsageRecord whole = USAGE.with(EventData.of("{\"n\":\"" + "x".repeat(92) + "\"}"));

        assertThat(UsageRecordJson.readWithData(UsageRecordJson.write(whole, 100)))
                .get()
                .extracting(UsageRecord::data)
                .isEqualTo(whole.data());
        assertThat(UsageRecordJson.write(whole, 99)).isEqualTo(written(USAGE));
        assertThat(EventData.kept(whole.data(), 100)).isEqualTo(whole.data());
        assertThat(EventData.kept(whole.data(), 99)).isNull();
    }

    /** Those of the version before have none. */
    @Test
    void aRecordWithoutDataIsRead() {
        assertThat(UsageRecordJson.readWithData(written(USAGE)))
                .isEqualTo(UsageRecordJson.read(written(USAGE)))
                .isPresent();
    }

    private static byte[] written(UsageRecord usage) {
        return UsageRecordJson.write(usage, 8192);
    }

    @Test
    void aCorrectionIsWrittenAsEveryContractAndReadBack() {
        UsageRecord correction =
                new UsageRecord(
                        USAGE.attribution(),
                        USAGE.source(),
                        USAGE.id(),
                        USAGE.type(),
                        USAGE.time(),
                        USAGE.receivedAt(),
                        USAGE.fingerprint(),
                        List.of(),
                        new UsageRecord.Correction(
                                UsageCorrectionId.next(), List.of(USAGE.measurements().get(1))),
                        null);

        assertThat(new String(written(correction), StandardCharsets.UTF_8))
                .isEqualTo(CONTRACT.writeValueAsString(correction));
        assertThat(UsageRecordJson.read(written(correction))).contains(correction);
    }

    @Test
    void whatCannotBeTakenBackIsNotARecord() {
        ObjectNode correction = (ObjectNode) CONTRACT.valueToTree(USAGE);
        correction
                .putObject("correction")
                .put("id", UsageCorrectionId.next().value())
                .set("takenBack", CONTRACT.valueToTree(USAGE.measurements()));

        assertUnreadable(correction);
    }

    @Test
    void ignoresUnknownFieldsOfEveryObject() {
        JsonNode later = CONTRACT.readTree(written(USAGE));
        addUnknown(later);

        assertThat(UsageRecordJson.read(CONTRACT.writeValueAsBytes(later)))
                .isEqualTo(UsageRecordJson.read(written(USAGE)));
    }

    private static void addUnknown(JsonNode node) {
        node.forEach(UsageRecordJsonTest::addUnknown);
        if (node instanceof ObjectNode object && !object.has("region") && !object.isEmpty()) {
            object.putObject("later").putArray("list").addObject().put("source", 1);
        }
    }

    /** Each field in turn is left out, or is of another type. */
    @Test
    void whatIsNotARecordIsEmpty() {
        JsonNode whole = CONTRACT.readTree(written(USAGE));
        for (String field : whole.propertyNames()) {
            ObjectNode without = (ObjectNode) whole.deepCopy();
            without.remove(field);
            assertUnreadable(without);
            for (String other : List.of("null", "7", "[7]", "{\"a\":[]}")) {
                ObjectNode changed = (ObjectNode) whole.deepCopy();
                changed.set(field, CONTRACT.readTree(other));
                assertUnreadable(changed);
            }
        }
        for (String text : List.of("", "{", "[]", "null", "{}", "{}{}", "\u0000")) {
            assertThat(UsageRecordJson.read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isEmpty();
        }
    }

    private static void assertUnreadable(JsonNode json) {
        assertThat(UsageRecordJson.read(CONTRACT.writeValueAsBytes(json)))
                .as(json.toString())
                .isEmpty();
    }
}
