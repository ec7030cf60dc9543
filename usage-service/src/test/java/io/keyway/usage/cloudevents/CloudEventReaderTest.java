package io.keyway.usage.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CloudEventReaderTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final String EVENT =
            """
            {"specversion": "1.0", "id": "e-1", "source": "/shop/1", "type": "api.call",
             "subject": "lic_x", "time": "2026-03-01T13:00:00+01:00", "data": {"n": 2}}
            """;

    @Test
    void readsEventsUnchanged() {
        CloudEvent event = readable(EVENT);

        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.source()).isEqualTo("/shop/1");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(event.data().get("n").asInt()).isEqualTo(2);
    }

    @Test
    void timeAndDataMayBeMissing() {
        CloudEvent event = readable(without(without(EVENT, "time"), "data"));

        assertThat(event.time()).isNull();
        assertThat(event.data().isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void otherRolesMayNot(String attribute) {
        assertThat(faults(without(EVENT, attribute))).containsExactly(attribute);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
            specversion     | `"0.3"`
            specversion     | `1.0`
            id              | `""`
            id              | `7`
            source          | `""`
            type            | `{}`
            subject         | `["lic_x"]`
            subject         | `""`
            time            | `"yesterday"`
            time            | `"2026-03-01"`
            time            | `"2026-03-01T12:00Z"`
            time            | `"2026-03-01T12:00:00+01"`
            time            | `"2026-03-01T12:00:00"`
            time            | `"2026-02-30T12:00:00Z"`
            time            | `1772366400`
            datacontenttype | `"xml"`
            dataschema      | `""`
            data_base64     | `"AAAA"`
            sequence        | `1.5`
            traceParent     | `"upper case is no attribute name"`
            sequence        | `{"nested": true}`
            id              | `"line\\nbreak"`
            """,
            delimiter = '|')
    void wrongAttributesAreNamed(String attribute, String value) {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENT);
        event.set(attribute, JSON.readTree(value));

        assertThat(faults(event.toString())).containsExactly(attribute);
    }

    @Test
    void bothSidesOfTheLengthLimits() {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENT);

        assertThat(readable(event.put("id", "x".repeat(256)).toString()).id()).hasSize(256);
        CloudEventReader.NoUsage longer = noUsage(event.put("id", "x".repeat(257)).toString());
        assertThat(longer.refusal()).isEqualTo(Refusal.ATTRIBUTE_TOO_LONG);
        assertThat(longer.id()).isEqualTo("x".repeat(256));
    }

    @Test
    void eventsWithoutSubjectAreValidAndNoUsage() {
        assertThat(noUsage(without(EVENT, "subject")))
                .isEqualTo(new CloudEventReader.NoUsage("e-1", Refusal.SUBJECT_MISSING));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
            text/xml                        | `"<n>2</n>"` | no
            text/plain                      | `"2"`        | no
            application/json                | `"2"`        | yes
            application/json; charset=utf-8 | `[1]`        | yes
            APPLICATION/VND.APP+JSON        | `{"n": 2}`   | yes
            text/xml                        | `null`       | yes
            """)
    void dataIsJsonUnlessItsTypeSaysOtherwise(String type, String data, String json) {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENT);
        event.put("datacontenttype", type).set("data", JSON.readTree(data));

        CloudEventReader.Parsed parsed = CloudEventReader.read(event);

        if (json.equals("yes")) {
            assertThat(parsed).isInstanceOf(CloudEventReader.Usage.class);
        } else {
            assertThat(parsed)
                    .isEqualTo(new CloudEventReader.NoUsage("e-1", Refusal.DATA_NOT_JSON));
        }
    }

    @Test
    void binaryDataIsValidAndNoUsage() {
        ObjectNode event = (ObjectNode) JSON.readTree(without(EVENT, "data"));

        assertThat(noUsage(event.put("data_base64", "AAAA").toString()).refusal())
                .isEqualTo(Refusal.DATA_NOT_JSON);
        assertThat(faults(event.put("data_base64", "AAA*").toString()))
                .containsExactly("data_base64");
    }

    @Test
    void timesHaveAnyFractionAndOffset() {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENT);

        assertThat(readable(event.put("time", "2026-03-01t12:00:00.1234567891z").toString()).time())
                .isEqualTo(Instant.parse("2026-03-01T12:00:00.123456789Z"));
        assertThat(readable(event.put("time", "2026-03-01T11:00:00-01:00").toString()).time())
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid-events", "valid-batches"})
    void validEventsOfTheConformanceSuiteAreEvents(String file) throws IOException {
        assertThat(vectors(file))
                .isNotEmpty()
                .allSatisfy(
                        event ->
                                assertThat(CloudEventReader.read(event))
                                        .as(event.toString())
                                        .isInstanceOf(CloudEventReader.Valid.class));
    }

    @Test
    void invalidEventsOfTheConformanceSuiteAreNone() throws IOException {
        assertThat(vectors("invalid-events"))
                .hasSize(25)
                .allSatisfy(
                        event ->
                                assertThat(CloudEventReader.read(event))
                                        .as(event.toString())
                                        .isInstanceOf(CloudEventReader.Faulty.class));
    }

    /** The events of a file; of its batches all events. */
    private static List<JsonNode> vectors(String file) throws IOException {
        String path = "/vectors/cloudevents/" + file + ".json";
        try (InputStream stream = CloudEventReaderTest.class.getResourceAsStream(path)) {
            return JSON.readTree(stream)
                    .path("tests")
                    .valueStream()
                    .flatMap(
                            test ->
                                    test.has("event")
                                            ? Stream.of(test.get("event"))
                                            : test.get("batch").valueStream())
                    .toList();
        }
    }

    @Test
    void extensionAttributesAreAllowed() {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENT);
        event.put("traceparent", "00-1").put("sequence", 7).put("sampled", true);

        assertThat(faults(event.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"event\"", "true"})
    void anythingButAnObjectIsNoEvent(String json) {
        assertThat(faults(json)).containsExactly("");
    }

    @Test
    void copiesOfAnEventHaveOneFingerprintHoweverTheyAreWritten() {
        CloudEvent event = readable(EVENT);
        CloudEvent copy =
                readable(
                        """
                        {"data": {"n": 2.0}, "time": "2026-03-01T12:00:00Z", "subject": "lic_x",
                         "type": "api.call", "source": "/shop/1", "id": "e-1",
                         "specversion": "1.0", "traceparent": "another attempt"}
                        """);
        PartnerId vendor = PartnerId.next();
        LicenseId license = LicenseId.next();

        assertThat(copy.fingerprint(vendor, license)).isEqualTo(event.fingerprint(vendor, license));
    }

    @Test
    void differentContentHasTheSameIdentityAndAnotherPayload() {
        PartnerId vendor = PartnerId.next();
        LicenseId license = LicenseId.next();
        Fingerprint fingerprint = readable(EVENT).fingerprint(vendor, license);

        for (String other :
                List.of(
                        EVENT.replace("\"n\": 2", "\"n\": 3"),
                        EVENT.replace("\"n\": 2", "\"n\": \"2\""),
                        EVENT.replace("api.call", "api.cal"),
                        EVENT.replace("13:00:00", "13:00:01"),
                        without(EVENT, "time"))) {
            Fingerprint theOther = readable(other).fingerprint(vendor, license);
            assertThat(theOther.identity()).isEqualTo(fingerprint.identity());
            assertThat(theOther.payload()).isNotEqualTo(fingerprint.payload());
        }
    }

    @Test
    void vendorLicenseSourceAndIdTogetherAreTheIdentity() {
        PartnerId vendor = PartnerId.next();
        LicenseId license = LicenseId.next();
        Fingerprint.Identity identity = Fingerprint.Identity.of(vendor, license, "ab", "c");

        assertThat(Fingerprint.Identity.of(vendor, license, "ab", "c")).isEqualTo(identity);
        assertThat(Fingerprint.Identity.of(vendor, license, "a", "bc")).isNotEqualTo(identity);
        assertThat(Fingerprint.Identity.of(vendor, LicenseId.next(), "ab", "c"))
                .isNotEqualTo(identity);
        assertThat(Fingerprint.Identity.of(PartnerId.next(), license, "ab", "c"))
                .isNotEqualTo(identity);
    }

    private static CloudEvent readable(String json) {
        return ((CloudEventReader.Usage) CloudEventReader.read(JSON.readTree(json))).event();
    }

    private static CloudEventReader.NoUsage noUsage(String json) {
        return (CloudEventReader.NoUsage) CloudEventReader.read(JSON.readTree(json));
    }

    private static List<String> faults(String json) {
        return switch (CloudEventReader.read(JSON.readTree(json))) {
            case CloudEventReader.Valid _ -> List.of();
            case CloudEventReader.Faulty faulty ->
                    faulty.faults().stream().map(CloudEventReader.Fault::field).toList();
        };
    }

    private static String without(String json, String attribute) {
        ObjectNode event = (ObjectNode) JSON.readTree(json);
        event.remove(attribute);
        return event.toString();
    }
}
