package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** Creates partners and customers through the API, and signs them in. */
final class Network {

    static final String PASSWORD = "correct horse";
    static final String NEXT_PASSWORD = "battery staple";

    final Api api;

    Network(Environment environment) {
        this.api = new Api(environment);
    }

    record Member(PartnerId id, List<PartnerId> path, String email, Answer created) {
        Caller caller() {
            return Callers.partner(path.toArray(PartnerId[]::new));
        }
    }

    static Map<String, Object> body(String type) {
        String name = letters();
        return new HashMap<>(
                Map.of(
                        "type",
                        type,
                        "model",
                        "own_plans",
                        "name",
                        name,
                        "email",
                        name + "@Example.com",
                        "phone",
                        "+4930901820",
                        "password",
                        PASSWORD,
                        "loginDomain",
                        name,
                        "contact",
                        Map.of(
                                "name",
                                "Con Tact",
                                "email",
                                "contact@example.com",
                                "phone",
                                "+4930901821")));
    }

    Member create(Caller caller, String type) {
        return create(caller, body(type));
    }

    Member create(Caller caller, Map<String, Object> body) {
        Answer answer = api.post(caller, "/api/v1/partners", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        List<PartnerId> path =
                answer.json()
                        .path("path")
                        .valueStream()
                        .map(id -> new PartnerId(id.asString()))
                        .toList();
        return new Member(path.getLast(), path, answer.json().path("email").asString(), answer);
    }

    /** Creates a customer of the caller. */
    Answer createCustomer(Caller caller, String email) {
        return api.post(
                caller,
                "/api/v1/customers",
                Map.of(
                        "email",
                        email,
                        "password",
                        PASSWORD,
                        "firstName",
                        "Ada",
                        "lastName",
                        "Byron"));
    }

    Answer signIn(String username, String password) {
        return signIn(Caller.Origin.INSIDE, "/api/v1/tokens", username, password);
    }

    /**
     * @param path {@code /api/v1/tokens} or {@code /api/v1/session}
     */
    Answer signIn(Caller.Origin origin, String path, String username, String password) {
        return api.post(
                Caller.anonymous().from(origin),
                path,
                Map.of("username", username, "password", password));
    }

    /** Signs in, changes the first password to {@link #NEXT_PASSWORD}, and signs in again. */
    Caller signedIn(Member member) {
        return signedIn(member.email());
    }

    Caller signedIn(String email) {
        Answer first = signIn(email, PASSWORD);
        Answer changed =
                api.put(
                        allowed(first.json().path("accessToken").asString()),
                        "/api/v1/me/password",
                        Map.of("currentPassword", PASSWORD, "newPassword", NEXT_PASSWORD));
        assertThat(changed.status()).as(changed.text()).isEqualTo(204);
        return signInAgain(email);
    }

    /** Signs in an account that has changed its first password already. */
    Caller signInAgain(String email) {
        Answer tokens = signIn(email, NEXT_PASSWORD);
        assertThat(tokens.status()).as(tokens.text()).isEqualTo(201);
        return allowed(tokens.json().path("accessToken").asString());
    }

    Caller allowed(String accessToken) {
        return ((Identity.Verdict.Allowed) judge(accessToken)).caller();
    }

    /** Whether this service, from which the gateways copy, accepts the token. */
    Identity.Verdict judge(String accessToken) {
        CredentialToken token = CredentialToken.parse(accessToken).orElseThrow();
        Answer answer = api.get(Caller.gateway(), "/internal/identities/" + token.id());
        if (answer.status() == 404) {
            return new Identity.Verdict.Refused("unknown");
        }
        return JsonMapper.shared()
                .readValue(answer.text(), Identity.class)
                .judge(token, Instant.now());
    }

    static String letters() {
        return "n" + Id.unique().replaceAll("[0-9]", "x").substring(10) + random();
    }

    private static String random() {
        return java.util.concurrent.ThreadLocalRandom.current()
                .ints(8, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
