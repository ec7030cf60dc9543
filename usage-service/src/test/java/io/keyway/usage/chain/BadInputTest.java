package io.keyway.usage.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Whatever is wrong with a request is the caller's to know: 4xx, a code, the fields. */
@KeywayTest
class BadInputTest {

    private static final List<String> POSTS =
            List.of(
                    "/api/v1/meters",
                    "/api/v1/events",
                    "/api/v1/events/preview",
                    "/api/v1/ratings/preview",
                    "/api/v1/statements/close");

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch();

    @BeforeEach
    void api() {
        api = new Api(environment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        meters           | {}                                                                              | code
        meters           | {"code": "c", "eventType": "t", "aggregation": "median"}                        | aggregation
        meters           | {"code": "c", "eventType": "t", "aggregation": 1}                               | aggregation
        meters           | {"code": "c", "eventType": "t", "aggregation": "sum"}                           | valueProperty
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "valueProperty": "n"}   | valueProperty
        meters           | {"code": "C c", "eventType": "t", "aggregation": "count"}                       | code
        meters           | {"code": 7, "eventType": "t", "aggregation": "count"}                           | code
        meters           | {"code": "c", "eventType": " ", "aggregation": "count"}                         | eventType
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "groupBy": ["a b"]}     | groupBy[0]
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "groupBy": [null]}      | groupBy[0]
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "groupBy": ["a", "a"]}  | groupBy
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "groupBy": "a"}         | groupBy
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "groupBy": ["a", "b", "c", "d"]} | groupBy
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "surprise": 1}          | surprise
        meters           | {"code": "c", "eventType": "t", "aggregation": "count", "vendorId": "me"}       | vendorId
        events           | {}                                                                              | id
        events/preview   | {}                                                                              | id
        events           | [{}]                                                                            | [0].id
        events           | [1, 2]                                                                          | [0]
        events           | "event"                                                                         | ``
        events           | {"specversion": "1.0", "id": "1", "source": "s", "type": "t", "subject": ""}    | subject
        ratings/preview  | {}                                                                              | rate
        ratings/preview  | {"rate": {}, "quantity": "1"}                                                   | rate.model
        ratings/preview  | {"rate": {"model": "unit", "currency": "EUR"}, "quantity": "1"}                 | rate.unit
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "EUR"}}                     | quantity
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "EUR"}, "quantity": "-1"}   | quantity
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "EUR"}, "quantity": "1e99"} | quantity
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "EUR"}, "quantity": "1e-99999999"} | quantity
        ratings/preview  | {"rate": {"model": "unit", "unit": "999999999", "currency": "EUR"}, "quantity": "999999999999999999"} | quantity
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "EURO"}, "quantity": "1"}   | rate.currency
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "XAU"}, "quantity": "1"}    | rate.currency
        ratings/preview  | {"rate": {"model": "unit", "unit": "-1", "currency": "EUR"}, "quantity": "1"}   | rate.unit
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "included": "-1", "currency": "EUR"}, "quantity": "1"} | rate.included
        ratings/preview  | {"rate": {"model": "auction", "currency": "EUR"}, "quantity": "1"}              | rate.model
        ratings/preview  | {"rate": {"model": "volume", "currency": "EUR"}, "quantity": "1"}               | rate.tiers
        ratings/preview  | {"rate": {"model": "volume", "tiers": [], "currency": "EUR"}, "quantity": "1"}  | rate.tiers
        ratings/preview  | {"rate": {"model": "volume", "tiers": [null], "currency": "EUR"}, "quantity": "1"} | rate.tiers[0]
        ratings/preview  | {"rate": {"model": "graduated", "tiers": [{"upTo": "5", "unit": "1"}], "currency": "EUR"}, "quantity": "1"} | rate.tiers
        ratings/preview  | {"rate": {"model": "graduated", "tiers": [{"upTo": null}], "currency": "EUR"}, "quantity": "1"} | rate.tiers[0]
        ratings/preview  | {"rate": {"model": "package", "unit": "1", "packageSize": "0", "currency": "EUR"}, "quantity": "1"} | rate.packageSize
        ratings/preview  | {"rate": {"model": "unit", "unit": {}, "currency": "EUR"}, "quantity": "1"}     | rate.unit
        ratings/preview  | {"rate": {"model": "unit", "unit": "1", "currency": "EUR"}, "quantity": "1", "x": 1} | x
        statements/close | {}                                                                              | period
        statements/close | {"period": null}                                                                | period
        statements/close | {"period": "2026-13"}                                                           | period
        statements/close | {"period": "January"}                                                           | period
        statements/close | {"period": 202601}                                                              | period
        statements/close | {"period": "2026-01", "force": true}                                            | force
        """)
    void theFieldAtFaultIsNamed(String resource, String body, String field) {
        Api.Answer answer = api.post(branch.asVendor, "/api/v1/" + resource, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.json().path("invalidFields").findValuesAsString("field")).contains(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "{\"a\": 1} x",
                "{\"period\": \"2026-01\", \"period\": \"2026-02\"}",
                "\u0000"
            })
    void refusesInvalidJson(String body) {
        for (String path : POSTS) {
            Api.Answer answer = api.post(branch.asVendor, path, body);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.code()).as(path).isIn("malformed_json", "invalid_request");
        }
    }

    @Test
    void anotherMediaTypeIsRefused() {
        for (String path : POSTS) {
            for (String type : List.of("text/plain", "application/xml", "nonsense")) {
                Api.Answer answer =
                        api.post(branch.asVendor, path, "{}", Map.of("Content-Type", type));
                assertThat(answer.status()).as(path + " " + type).isEqualTo(415);
                assertThat(answer.code()).isEqualTo("unsupported_media_type");
            }
        }
    }

    @Test
    void aBodyOfTwoMegabytesIsRefused() {
        String large = "{\"code\": \"" + "x".repeat(2 << 20) + "\"}";
        for (String path : POSTS) {
            assertThat(api.post(branch.asVendor, path, large).status()).as(path).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        usage                                                     | meter
        usage?meter=c&window=week                                 | window
        usage?meter=c&from=yesterday                              | from
        usage?meter=c&from=-999999999-01-01T00:00:00Z             | from
        usage?meter=c&to=%2B999999999-12-31T23:59:59Z             | to
        usage?meter=c&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z | to
        usage?meter=c&from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z | to
        usage?meter=c&window=hour&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z | from
        usage?meter=c&groupBy=color                               | groupBy
        usage?meter=c&zone=Berlin                                 | zone
        usage?meter=c&zone=Asia/Kolkata                           | zone
        usage?meter=c&groupBy=partner,license                     | groupBy
        usage?meter=c&licenseId=l-1                               | licenseId
        usage?meter=c&partnerId=%00                               | partnerId
        balances                                                  | licenseId
        balances?licenseId=x                                      | licenseId
        statements?period=2026                                    | period
        statements?period=2999-01                                 | period
        statements?partnerId=x                                    | partnerId
        statements?limit=0                                        | limit
        rejected-events?limit=201                                 | limit
        meters?limit=-1                                           | limit
        """)
    void theParameterAtFaultIsNamed(String query, String parameter) {
        Api.Answer answer = api.get(branch.asVendor, "/api/v1/" + query);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                .containsExactly(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meters/x",
                "meters/mtr_x",
                "statements/x",
                "statements/x.csv",
                "statements/stm_7zzzzzzzzzzzzzzzzzzzzzzzzz",
                "statements/stm_00000000000000000000000000.csv"
            })
    void malformedIdResolvesNothing(String path) {
        Api.Answer answer = api.get(branch.asVendor, "/api/v1/" + path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
    }

    @Test
    void mediaTypeMustMatchOneEventOrBatch() {
        assertThat(
                        api.post(
                                        branch.asVendor,
                                        "/api/v1/events",
                                        "{}",
                                        Map.of(
                                                "Content-Type",
                                                "application/cloudevents-batch+json"))
                                .status())
                .isEqualTo(400);
        assertThat(
                        api.post(
                                        branch.asVendor,
                                        "/api/v1/events",
                                        "[]",
                                        Map.of("Content-Type", "application/cloudevents+json"))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void bothSidesOfTheBatchLimit() {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"subject\":\"no license\"}";
        String thousand = "[" + (event + ",").repeat(999) + event + "]";
        String more = "[" + (event + ",").repeat(1000) + event + "]";

        assertThat(
                        api.post(branch.asVendor, "/api/v1/events", thousand)
                                .json()
                                .path("results")
                                .size())
                .isEqualTo(1000);
        assertThat(api.post(branch.asVendor, "/api/v1/events", more).status()).isEqualTo(413);
        assertThat(api.post(branch.asVendor, "/api/v1/events", "[]").status()).isEqualTo(202);
    }

    @Test
    void aMeterOfTheSameCodeIsThereAlready() {
        Map<String, Object> meter = Branch.meter("twice");
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter).status()).isEqualTo(201);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter).code())
                .isEqualTo("already_exists");
    }
}
