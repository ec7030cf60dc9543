package io.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Behind a load balancer, who calls is the address before it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TrustedProxiesTest {

    private static final Upstream UPSTREAM = new Upstream();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("KEYWAY_SCOPE_MASTER_KEY", Upstream::masterKey);
        registry.add(
                "KAFKA_BROKERS", () -> "localhost:1"); // No request of this test needs the view.
        registry.add("management.server.port", () -> 0);
        registry.add("keyway.gateway.trusted-proxies", () -> "127.0.0.0/8,::1,10.1.0.0/16");
        for (String service : List.of("PARTNER", "ORDER", "LICENSE", "USAGE")) {
            registry.add(service + "_SERVICE_URL", UPSTREAM::url);
        }
    }

    @LocalServerPort private int port;

    @BeforeEach
    void forget() {
        UPSTREAM.seen.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "'203.0.113.9, 10.1.2.3', 203.0.113.9",
        // What the client itself has claimed stands before what the proxies have seen.
        "'1.2.3.4, 203.0.113.9', 203.0.113.9",
        "'1.2.3.4, 203.0.113.9, 10.1.2.3', 203.0.113.9",
        "2001:db8::7, 2001:db8::7",
        "10.1.2.3, 10.1.2.3"
    })
    void theCallerIsTheLastAddressBeforeTheProxies(String forwarded, String address)
            throws Exception {
        assertThat(caller("X-Forwarded-For", forwarded).origin())
                .isEqualTo(new Caller.Origin(address, null));
    }

    @Test
    void nothingElseIsTakenFromForwardedHeaders() throws Exception {
        assertThat(caller("Forwarded", "for=203.0.113.9").origin().address())
                .isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(caller("X-Forwarded-Host", "acme.partner.localhost").origin().loginDomain())
                .isNull();
        assertThat(caller("X-Real-IP", "203.0.113.9").origin().address())
                .isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    /** Who calls, as the service sees it. */
    private Caller caller(String header, String value) throws Exception {
        UPSTREAM.seen.clear();
        HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/tokens"))
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.discarding());
        Upstream.Seen seen = UPSTREAM.seen.getFirst();
        assertThat(seen.headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("forwarded"));
        return seen.caller("partner-service").orElseThrow();
    }
}
