package io.keyway.license.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseProperties;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@LicenseServiceTest
class SigningKeysTest {

    @Autowired private Markets markets;
    @Autowired private SigningKeys keys;
    @Autowired private Store store;
    @Autowired private LicenseProperties settings;
    @Autowired private Clock clock;

    @Test
    void signaturesOfOldKeysVerifyAfterRotation() {
        Market market = markets.open();
        var product = market.product();
        var policy = market.policy(product);
        String before = issue(market, product, policy);
        SigningKey old = keys.current();

        Api.Answer rotated = market.api.post(Callers.operator(), "/api/v1/signing-keys", null);

        assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
        assertThat(rotated.json().get("kid").asString()).isNotEqualTo(old.kid());
        String after = issue(market, product, policy);
        JsonNode published =
                market.api.get(market.vendor, "/.well-known/keyway-keys").json().get("keys");
        byte[] newest = x(published.get(0));
        byte[] previous = x(published.get(1));
        assertThat(SignedKey.open(after, newest)).isPresent();
        assertThat(SignedKey.open(before, newest)).isEmpty();
        assertThat(SignedKey.open(before, previous)).isPresent();
        assertThat(published.get(0).get("kid").asString())
                .isEqualTo(rotated.json().get("kid").asString());
        assertThat(market.verdict(before, Map.of())).isEqualTo("VALID");
    }

    @Test
    void instancesShareTheSameKeys() {
        SigningKeys other = new SigningKeys(store, settings, clock);

        assertThat(other.current().kid()).isEqualTo(keys.history().getLast().kid());
        SigningKey rotated = other.rotate();
        assertThat(keys.byKid(rotated.kid())).isPresent();
        assertThat(keys.history())
                .extracting(SigningKey::generation)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void noPrivateKeyIsInTheStoreInTheClear() {
        for (Document document : store.collection("signing_keys").find()) {
            assertThat(document.keySet())
                    .containsExactlyInAnyOrder(
                            "_id", "generation", "publicKey", "sealed", "createdAt");
            assertThat(document.get("sealed", org.bson.types.Binary.class).getData())
                    .hasSize(12 + 32 + 16);
        }
        LicenseProperties otherSecret =
                new LicenseProperties(
                        Base64.getEncoder()
                                .encodeToString("another secret of thirty-two byt".getBytes()),
                        settings.expiringWithin(),
                        settings.issuance(),
                        settings.returns(),
                        settings.batches(),
                        settings.ends(),
                        settings.machines(),
                        settings.checkOut(),
                        settings.validation());
        assertThatThrownBy(() -> new SigningKeys(store, otherSecret, clock))
                .hasMessageContaining("KEYWAY_SIGNING_SECRET");
    }

    private static byte[] x(JsonNode jwk) {
        assertThat(jwk.get("kty").asString()).isEqualTo("OKP");
        return Base64.getUrlDecoder().decode(jwk.get("x").asString());
    }

    private static String issue(
            Market market,
            io.keyway.contracts.id.ProductId product,
            io.keyway.contracts.id.PolicyId policy) {
        List<JsonNode> issued =
                market.issued(market.vendor, product, policy, market.customer(), 1, Map.of());
        return issued.getFirst().get("key").asString();
    }
}
