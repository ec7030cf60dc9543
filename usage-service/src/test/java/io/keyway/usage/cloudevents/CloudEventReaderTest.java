package io.keyway.usage.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.Fingerprint;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
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
    @ValueSource(strings = {"specversion", "id", "source", "type", "subject"})
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
            source          | `"  "`
            type            | `{}`
            subject         | `["lic_x"]`
            time            | `"yesterday"`
            time            | `"2026-03-01"`
            time            | `1772366400`
            datacontenttype | `"text/xml"`
            data            | `"2"`
            data            | `[1]`
            data_base64     | `"AAAA"`
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

        assertThat(faults(event.put("id", "x".repeat(256)).toString())).isEmpty();
        assertThat(faults(event.put("id", "x".repeat(257)).toString())).containsExactly("id");
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
        return ((CloudEventReader.Parsed.Event) CloudEventReader.read(JSON.readTree(json))).event();
    }

    private static List<String> faults(String json) {
        return switch (CloudEventReader.read(JSON.readTree(json))) {
            case CloudEventReader.Parsed.Event readable -> List.of();
            case CloudEventReader.Parsed.Faulty unreadable ->
                    unreadable.faults().stream().map(CloudEventReader.Fault::field).toList();
        };
    }

    private static String without(String json, String attribute) {
        ObjectNode event = (ObjectNode) JSON.readTree(json);
        event.remove(attribute);
        return event.toString();
    }
}
