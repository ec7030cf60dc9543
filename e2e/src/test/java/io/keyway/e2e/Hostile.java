package io.keyway.e2e;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Values that attackers and broken software send. */
final class Hostile {

    /** JSON literals, in the place of any value of a body. */
    static final List<String> JSON =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1.5",
                    "1e400",
                    "1e999999999",
                    "-0",
                    "9223372036854775808",
                    "1" + "0".repeat(200),
                    "\"\"",
                    "\" \"",
                    "\"\\u0000\"",
                    "\"a\\u0000b\"",
                    "\"\\ud800\"",
                    "\"\\udc00\\ud800\"",
                    "\"\\uffff\"",
                    "\"\\u200b\\u2060\"",
                    "\"\\u202eevil\"",
                    "\"\\r\\nSet-Cookie: a=b\"",
                    "\"=HYPERLINK(\\\"http://x.example\\\",\\\"A\\\")\"",
                    "\"<script>alert(1)</script>\"",
                    "\"' OR 1=1 --\"",
                    "\"$where\"",
                    "\"{{7*7}}${7*7}\"",
                    "\"../../etc/passwd\"",
                    "\"0E-20000\"",
                    "\"1E20000\"",
                    "\"1E-2147483647\"",
                    "\"NaN\"",
                    "\"+999999999-12-31T23:59:59Z\"",
                    "\"-999999999-01-01T00:00:00Z\"",
                    "\"PT9223372036854775807S\"",
                    "\"P-1D\"",
                    "\"P999999999D\"",
                    "\"" + "x".repeat(20_000) + "\"",
                    "\"" + "é".repeat(300) + "\"",
                    "{}",
                    "{\"$gt\":\"\"}",
                    "{\"\\u0000\":1}",
                    "{\"a.b\":1,\"$c\":2}",
                    "[]",
                    "[null]",
                    "[[[[]]]]",
                    list(1_001, "null"),
                    list(20_000, "null"),
                    list(1_001, "\"a\""),
                    list(2_000, "{}"),
                    "[".repeat(200) + "]".repeat(200),
                    "{\"a\":".repeat(200) + "1" + "}".repeat(200));

    /** In the place of a value in a query or path, as encoded. */
    static final List<String> ENCODED =
            List.of(
                    "%",
                    "%zz",
                    "%0",
                    "%00",
                    "%ed%a0%80",
                    "%c0%ae",
                    "%ff",
                    "%ef%bf%bf",
                    "%e2%80%8b",
                    "100%",
                    "%2e%2e%2f",
                    "..%2f..",
                    "%2f",
                    "%5c",
                    ";a=b",
                    "%0d%0aSet-Cookie:%20a=b",
                    "-1",
                    "0",
                    "99999999999999999999",
                    "1e9",
                    "%2B999999999-12-31T23:59:59Z",
                    "-999999999-01-01T00:00:00Z",
                    "PT9223372036854775807S",
                    "P999999999D",
                    "2026-13",
                    "0000-00",
                    "%7B%22%24gt%22%3A%22%22%7D",
                    "lic_" + "z".repeat(26),
                    "x".repeat(3_000),
                    "*",
                    "%E2%80%AE",
                    "a&a=b&&=c&=",
                    "%F0%9F%91%8D");

    /** In the place of the whole query. */
    static final List<String> QUERIES =
            List.of(
                    "=1",
                    "&",
                    "&&&",
                    "a=1&".repeat(100),
                    "x=1&".repeat(1_500),
                    "%00=1",
                    "q",
                    "q=",
                    "q=1&q=2",
                    "limit=",
                    "limit=1&limit=2",
                    "cursor=AAAA",
                    "cursor=%00",
                    "%=%");

    static final List<String> CONTENT_TYPES =
            List.of(
                    "*/*",
                    "text/*",
                    "application/*",
                    "application/json; charset=utf-16",
                    "application/json; charset=nope",
                    "application/json; charset=\"",
                    "application/json;",
                    "application/json; q=1; q=2",
                    "APPLICATION/JSON",
                    "multipart/form-data",
                    "multipart/form-data; boundary=x",
                    "application/x-www-form-urlencoded",
                    "text/plain",
                    "application/xml",
                    "nope",
                    "/",
                    "application/cloudevents+json; charset=iso-8859-1",
                    "application/merge-patch+json");

    /** Whole header lines. */
    static final List<String> HEADERS =
            List.of(
                    "Accept: nope",
                    "Accept: text/html",
                    "Accept: */*;q=x",
                    "Accept: application/json;q=0",
                    "Accept-Language: " + "x".repeat(500),
                    "If-Match: nope",
                    "If-Match: \"" + "9".repeat(300) + "\"",
                    "If-None-Match: *",
                    "Idempotency-Key: ",
                    "Idempotency-Key: " + "k".repeat(300),
                    "Idempotency-Key: schlüssel",
                    "Authorization: Basic YTpi",
                    "Authorization: Bearer",
                    "Authorization: Bearer " + "x".repeat(4_000),
                    "Cookie: __Host-keyway=a; __Host-keyway=b",
                    "Cookie: \u0001",
                    "X-HTTP-Method-Override: DELETE",
                    "Keyway-Scope: forged",
                    "Keyway-Deadline: -1",
                    "traceparent: nope",
                    "Expect: 100-continue",
                    "Expect: nope",
                    "Content-Encoding: gzip",
                    "Range: bytes=0-,1-",
                    "X-Large: " + "x".repeat(9_000));

    static final List<String> METHODS =
            List.of(
                    "HEAD",
                    "OPTIONS",
                    "TRACE",
                    "PUT",
                    "DELETE",
                    "PATCH",
                    "PROPFIND",
                    "get",
                    "G\u0001");

    private Hostile() {}

    static String any(Random random, List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String list(int elements, String element) {
        return "[" + String.join(",", Collections.nCopies(elements, element)) + "]";
    }
}
