package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Caller.Origin;
import io.keyway.contracts.id.Id;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

/** What a client sees of it; two wrong passwords are free. */
@KeywayTest
@ActiveProfiles("test")
@TestPropertySource(
        properties = {
            "keyway.partner.sign-in.pair-free=2",
            "keyway.partner.sign-in.pause-first=10m"
        })
class ThrottlingTest {

    private static final List<String> PATHS = List.of("/api/v1/tokens", "/api/v1/session");

    @Autowired private Environment environment;
    private Network network;
    private Member vendor;

    @BeforeEach
    void connect() {
        network = new Network(environment);
        vendor = network.create(Callers.operator(), "vendor");
    }

    @Test
    void bothWaysToSignInCountTogetherAndSayWhenToTryAgain() {
        Origin here = new Origin(Id.unique(), null);
        for (String path : PATHS) {
            assertThat(network.signIn(here, path, vendor.email(), "wrong").status()).isEqualTo(401);
        }
        for (String path : PATHS) {
            Answer refused = network.signIn(here, path, vendor.email(), Network.PASSWORD);
            assertThat(refused.status()).as("even with the right one").isEqualTo(429);
            assertThat(refused.code()).isEqualTo("too_many_requests");
            assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(590L, 600L);
            Answer elsewhere =
                    network.signIn(
                            new Origin(Id.unique(), null), path, vendor.email(), Network.PASSWORD);
            assertThat(elsewhere.status()).isEqualTo(201);
        }
    }

    @Test
    void unknownUsersAreThrottledLikeKnownOnes() {
        Origin here = new Origin(Id.unique(), null);
        String nobody = Network.letters() + "@example.com";
        List<String> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Answer one = network.signIn(here, PATHS.getFirst(), vendor.email(), "wrong");
            Answer other = network.signIn(here, PATHS.getFirst(), nobody, "wrong");
            known.add(one.status() + one.text());
            unknown.add(other.status() + other.text());
        }
        assertThat(unknown).isEqualTo(known);
        assertThat(known.getLast()).startsWith("429");
    }

    @Test
    void theWrongLoginDomainCountsAsAWrongPassword() {
        Member reseller = network.create(vendor.caller(), "reseller");
        String address = Id.unique();
        Origin domain =
                new Origin(address, reseller.created().json().path("loginDomain").asString());
        for (int i = 0; i < 2; i++) {
            assertThat(
                            network.signIn(
                                            domain,
                                            PATHS.getFirst(),
                                            vendor.email(),
                                            Network.PASSWORD)
                                    .status())
                    .isEqualTo(401);
        }
        assertThat(
                        network.signIn(
                                        new Origin(address, null),
                                        PATHS.getFirst(),
                                        vendor.email(),
                                        Network.PASSWORD)
                                .status())
                .isEqualTo(429);
    }

    @Test
    void guessingTheCurrentPasswordInASessionIsThrottledToo() {
        Caller owner = network.signedIn(vendor).from(new Origin(Id.unique(), null));
        for (int i = 0; i < 2; i++) {
            assertThat(change(owner, "wrong").status()).isEqualTo(400);
        }
        assertThat(change(owner, Network.NEXT_PASSWORD).status()).isEqualTo(429);
    }

    private Answer change(Caller caller, String current) {
        return network.api.put(
                caller,
                "/api/v1/me/password",
                Map.of("currentPassword", current, "newPassword", "one more horse"));
    }
}
