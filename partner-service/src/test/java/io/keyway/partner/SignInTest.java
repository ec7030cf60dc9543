package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
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

@KeywayTest
@ActiveProfiles("test")
class SignInTest {

    @Autowired private Environment environment;
    private Network network;

    @BeforeEach
    void connect() {
        network = new Network(environment);
    }

    @Test
    void theOperatorExistsFromTheStart() {
        Answer answer = network.signIn("ADMIN@keyway.local", "keyway-local");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("account").path("role").asString()).isEqualTo("operator");
        assertThat(network.judge(answer.json().path("accessToken").asString()))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void wrongPasswordAndUnknownUserGetTheSameAnswer() {
        Answer wrong = network.signIn("admin@keyway.local", "wrong");
        Answer unknown = network.signIn("nobody@keyway.local", "wrong");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("invalid_credentials");
        assertThat(unknown.text()).isEqualTo(wrong.text());
    }

    @Test
    void aCreatedPartnerMustChangeItsPasswordAndThatEndsItsSessions() {
        Member vendor = network.create(Callers.operator(), "vendor");
        Answer tokens = network.signIn(vendor.email(), Network.PASSWORD);
        assertThat(tokens.json().path("account").path("mustChangePassword").asBoolean()).isTrue();
        String access = tokens.json().path("accessToken").asString();
        Verdict.Allowed allowed = (Verdict.Allowed) network.judge(access);
        assertThat(allowed.mustChangePassword()).isTrue();
        assertThat(
                        network.api
                                .get(allowed.caller(), "/api/v1/me")
                                .json()
                                .path("partner")
                                .path("id")
                                .asString())
                .isEqualTo(vendor.id().value());

        assertThat(change(allowed.caller(), "wrong", "another horse").status()).isEqualTo(400);
        assertThat(change(allowed.caller(), Network.PASSWORD, Network.PASSWORD).status())
                .isEqualTo(400);
        assertThat(change(allowed.caller(), Network.PASSWORD, "another horse").status())
                .isEqualTo(204);
        assertThat(network.judge(access)).isInstanceOf(Verdict.Refused.class);
        assertThat(network.signIn(vendor.email(), Network.PASSWORD).status()).isEqualTo(401);
        Answer again = network.signIn(vendor.email(), "another horse");
        assertThat(again.json().path("account").path("mustChangePassword").asBoolean()).isFalse();
        assertThat(refresh(tokens).status())
                .as("a refresh token of an ended session")
                .isEqualTo(401);
    }

    @Test
    void aRefreshTokenWorksOnceAndItsReuseEndsTheSession() {
        Answer first = network.signIn("admin@keyway.local", "keyway-local");
        Answer second = refresh(first);
        assertThat(second.status()).isEqualTo(201);
        String access = second.json().path("accessToken").asString();
        assertThat(network.judge(access)).isInstanceOf(Verdict.Allowed.class);
        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(network.judge(access)).isInstanceOf(Verdict.Refused.class);
        assertThat(refresh(second).status()).isEqualTo(401);
    }

    @Test
    void signingOutEndsTheSession() {
        Answer tokens = network.signIn("admin@keyway.local", "keyway-local");
        String access = tokens.json().path("accessToken").asString();
        Caller caller = ((Verdict.Allowed) network.judge(access)).caller();
        assertThat(network.api.delete(caller, "/api/v1/tokens/current").status()).isEqualTo(204);
        assertThat(network.judge(access)).isInstanceOf(Verdict.Refused.class);
        assertThat(refresh(tokens).status()).isEqualTo(401);
    }

    @Test
    void refreshTokensHaveNoIdentityAndOnlyTheGatewayReadsIdentities() {
        Answer tokens = network.signIn("admin@keyway.local", "keyway-local");
        assertThat(network.judge(tokens.json().path("refreshToken").asString()))
                .isInstanceOf(Verdict.Refused.class);
        CredentialToken token =
                CredentialToken.parse(tokens.json().path("accessToken").asString()).orElseThrow();
        assertThat(
                        network.api
                                .get(Callers.operator(), "/internal/identities/" + token.id())
                                .status())
                .isEqualTo(404);
        assertThat(
                        network.api
                                .get(
                                        Callers.partner(PartnerId.next()),
                                        "/internal/identities/" + token.id())
                                .status())
                .isEqualTo(404);
    }

    @Test
    void meOfADeletedAccountIsRefused() {
        Caller ghost =
                new Caller(
                        AccountId.next(),
                        null,
                        Role.OPERATOR,
                        null,
                        null,
                        java.util.List.of(),
                        java.util.Set.of());
        assertThat(network.api.get(ghost, "/api/v1/me").status()).isEqualTo(401);
        assertThat(network.api.get(Caller.anonymous(), "/api/v1/me").status()).isEqualTo(401);
    }

    private Answer change(Caller caller, String current, String next) {
        return network.api.put(
                caller,
                "/api/v1/me/password",
                Map.of("currentPassword", current, "newPassword", next));
    }

    private Answer refresh(Answer tokens) {
        return network.api.post(
                Caller.anonymous(),
                "/api/v1/tokens/refresh",
                Map.of("refreshToken", tokens.json().path("refreshToken").asString()));
    }
}
