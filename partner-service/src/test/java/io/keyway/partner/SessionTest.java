package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Caller.Origin;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;

/** A browser's session: one token, in a header for the gateway, never in a body. */
@KeywayTest
@ActiveProfiles("test")
class SessionTest {

    private static final String SESSION = "/api/v1/session";

    @Autowired private Environment environment;
    private Network network;

    @BeforeEach
    void connect() {
        network = new Network(environment);
    }

    @Test
    void theTokenIsInTheHeaderAndNotInTheBody() {
        Answer answer = signIn("admin@keyway.local", "keyway-local");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("expiresIn").asLong()).isEqualTo(12 * 3600);
        assertThat(answer.json().path("account").path("email").asString())
                .isEqualTo("admin@keyway.local");
        String token = token(answer);
        assertThat(CredentialToken.parse(token).orElseThrow().kind()).isEqualTo(Kind.AT);
        assertThat(answer.text()).doesNotContain("kw_", token);
        assertThat(network.judge(token)).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void showsItsAccountAndRemainingTimeUntilItEnds() {
        String token = token(signIn("admin@keyway.local", "keyway-local"));
        Caller caller = network.allowed(token);
        Answer shown = network.api.get(caller, SESSION);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().path("account").path("id").asString())
                .isEqualTo(caller.actor().value());
        assertThat(shown.json().path("expiresIn").asLong()).isBetween(12 * 3600L - 60, 12 * 3600L);
        assertThat(network.api.delete(caller, SESSION).status()).isEqualTo(204);
        assertThat(network.judge(token)).isInstanceOf(Verdict.Refused.class);
        assertThat(network.api.get(caller, SESSION).status()).isEqualTo(401);
    }

    @Test
    void refusesEndingAnotherAccountsSession() {
        String token = token(signIn("admin@keyway.local", "keyway-local"));
        Caller owner = network.allowed(token);
        Member vendor = network.create(Callers.operator(), "vendor");
        Caller stranger =
                new Caller(
                        Callers.operator().actor(),
                        owner.credentialId(),
                        vendor.caller().role(),
                        vendor.id(),
                        null,
                        vendor.path(),
                        vendor.caller().permissions());
        for (Caller foreign : new Caller[] {stranger, vendor.caller(), Caller.anonymous()}) {
            assertThat(network.api.get(foreign, SESSION).status()).isEqualTo(401);
            assertThat(network.api.delete(foreign, SESSION).status()).isEqualTo(401);
        }
        assertThat(network.judge(token)).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void wrongPasswordAndUnknownUserGetTheSameAnswerAsForTokens() {
        Answer wrong = signIn("admin@keyway.local", "wrong");
        Answer unknown = signIn("nobody@keyway.local", "wrong");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.text()).isEqualTo(wrong.text());
        assertThat(network.signIn("admin@keyway.local", "wrong").text()).isEqualTo(wrong.text());
        assertThat(wrong.response().headers().firstValue(CredentialToken.SESSION_HEADER)).isEmpty();
    }

    @Test
    void aSignInIsNotStoredForItsIdempotencyKey() {
        Map<String, String> key = Map.of("Idempotency-Key", "one");
        Map<String, String> body =
                Map.of("username", "admin@keyway.local", "password", "keyway-local");
        Answer first = network.api.post(Caller.anonymous(), SESSION, body, key);
        Answer second = network.api.post(Caller.anonymous(), SESSION, body, key);
        assertThat(second.status()).isEqualTo(201);
        assertThat(token(second)).isNotEqualTo(token(first));
    }

    @Test
    void aFirstPasswordIsChangedInTheSessionAndThatEndsIt() {
        Member vendor = network.create(Callers.operator(), "vendor");
        Answer answer = signIn(vendor.email(), Network.PASSWORD);
        assertThat(answer.json().path("account").path("mustChangePassword").asBoolean()).isTrue();
        Verdict.Allowed allowed = (Verdict.Allowed) network.judge(token(answer));
        assertThat(allowed.mustChangePassword()).isTrue();
        Answer changed =
                network.api.put(
                        allowed.caller(),
                        "/api/v1/me/password",
                        Map.of(
                                "currentPassword",
                                Network.PASSWORD,
                                "newPassword",
                                Network.NEXT_PASSWORD));
        assertThat(changed.status()).isEqualTo(204);
        assertThat(network.judge(token(answer))).isInstanceOf(Verdict.Refused.class);
        assertThat(network.api.get(allowed.caller(), SESSION).status()).isEqualTo(401);
        Answer next = signIn(vendor.email(), Network.NEXT_PASSWORD);
        assertThat(((Verdict.Allowed) network.judge(token(next))).mustChangePassword()).isFalse();
    }

    @Test
    void meShowsTheSupportContact() {
        Member vendor = network.create(Callers.operator(), "vendor");
        Member reseller = network.create(vendor.caller(), "reseller");
        Answer me = network.api.get(network.signedIn(reseller), "/api/v1/me");
        assertThat(me.json().path("support").path("name").asString()).isEqualTo("Con Tact");
        assertThat(me.json().path("support").path("email").asString())
                .isEqualTo("contact@example.com");
        assertThat(me.json().path("support").path("phone").asString()).isEqualTo("+4930901821");
        Caller operator =
                network.allowed(
                        network.signIn("admin@keyway.local", "keyway-local")
                                .json()
                                .path("accessToken")
                                .asString());
        assertThat(network.api.get(operator, "/api/v1/me").json().has("support")).isFalse();
    }

    private Answer signIn(String username, String password) {
        return network.signIn(Origin.INSIDE, SESSION, username, password);
    }

    private static String token(Answer answer) {
        return answer.response().headers().firstValue(CredentialToken.SESSION_HEADER).orElseThrow();
    }
}
