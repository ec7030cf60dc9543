package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A file of mixed rows is issued while license-service is killed; failed rows are resumed when
 * their cause is fixed; keys of another system are imported. Every license exists exactly once.
 */
class BatchJourney {

    private static final String BATCHES = "/api/v1/license-batches";
    private static final int ROWS = 300;

    /**
     * Every tenth row names a customer that is created later, every fifteenth a policy that does
     * not exist.
     */
    private static final int LATE_EVERY = 10;

    private static final int NO_POLICY_EVERY = 15;

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);
    private final String late = Tree.letters() + "@example.com";

    @Test
    void aFileIsIssuedRowByRowThroughAKillAndResumedWhenTheCauseIsMended() {
        raiseUnpaidLimit();
        Answer sent = csv(tree.reseller, "kind=issue", file());
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        assertThat(sent.header("Location")).isEqualTo(BATCHES + "/" + sent.id());
        tree.settled(
                tree.reseller, BATCHES + "/" + sent.id(), now -> now.path("done").asInt() >= 20);
        int before = keyway.local().restarts("license-service");
        keyway.local().kill("license-service");
        keyway.local().awaitRestart("license-service", before + 1, Duration.ofMinutes(2));

        JsonNode batch = ended(tree.reseller, sent.id());

        assertThat(batch.path("failed").asInt()).isEqualTo(late() + withoutPolicy());
        assertThat(batch.path("issued").asInt()).isEqualTo(ROWS - late() - withoutPolicy());
        List<JsonNode> failed = rows(tree.reseller, sent.id(), "&status=failed");
        assertThat(failed).hasSize(late() + withoutPolicy());
        assertThat(failed)
                .allSatisfy(
                        row -> {
                            assertThat(row.path("code").asString()).isEqualTo("not_found");
                            assertThat(row.path("detail").asString())
                                    .isEqualTo(
                                            isLate(row.path("row").asInt())
                                                    ? "There is no such customer."
                                                    : "There is no such policy.");
                        });

        addCustomer();
        Answer resumed = keyway.post(tree.reseller, BATCHES + "/" + sent.id() + "/resume", null);
        assertThat(resumed.status()).as(resumed.text()).isEqualTo(202);
        batch = ended(tree.reseller, sent.id());
        assertThat(batch.path("failed").asInt()).isEqualTo(withoutPolicy());
        assertThat(batch.path("issued").asInt()).isEqualTo(ROWS - withoutPolicy());

        List<String> keys = new ArrayList<>();
        rows(tree.reseller, sent.id(), "&status=issued")
                .forEach(row -> row.path("keys").forEach(key -> keys.add(key.asString())));
        assertThat(keys).hasSize(ROWS - withoutPolicy()).doesNotHaveDuplicates();
        assertThat(licenses()).isEqualTo(keys.size());
        Answer download = keyway.get(tree.reseller, BATCHES + "/" + sent.id() + ".csv");
        assertThat(download.contentType()).startsWith("text/csv");
        assertThat(download.text().lines()).hasSize(1 + ROWS);
        assertThat(download.text()).contains(keys);
        assertThat(verdict(keys.getLast())).isEqualTo("VALID");
    }

    @Test
    void keysOfAnotherSystemAreValidFromTheirImportOn() {
        StringBuilder file =
                new StringBuilder("key,sha256,customer,product,policy,issuedAt,expiresAt\n");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String key = "OLD-" + i + "-" + Tree.letters();
            keys.add(key);
            file.append(
                    "%s,%s,%s,cad,Year,2024-05-06,2099-01-01%n"
                            .formatted(key, sha256(key), tree.customerEmail));
        }
        assertThat(verdict(keys.getFirst())).isEqualTo("NOT_FOUND");
        assertThat(csv(tree.reseller, "kind=import", file.toString()).code())
                .isEqualTo("forbidden");

        Answer sent = csv(tree.vendor, "kind=import", file.toString());
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);

        assertThat(ended(tree.vendor, sent.id()).path("issued").asInt()).isEqualTo(5);
        for (String key : keys) {
            assertThat(verdict(key)).isEqualTo("VALID");
        }
        // Their customer sees them; a second import reports them as existing.
        JsonNode own = keyway.get(tree.customer, "/api/v1/licenses").json().path("items");
        assertThat(own.findValuesAsString("key")).containsAll(keys);
        Answer again = csv(tree.vendor, "kind=import", file.toString());
        assertThat(ended(tree.vendor, again.id()).path("failed").asInt()).isEqualTo(5);
        assertThat(rows(tree.vendor, again.id(), ""))
                .allSatisfy(
                        row -> assertThat(row.path("code").asString()).isEqualTo("already_exists"));
    }

    @Test
    void aFileThatCannotBeReadIsRefusedWithItsPlaces() {
        Answer refused =
                csv(
                        tree.reseller,
                        "kind=issue",
                        "customer,product,policy,quantity\na,b,c,1\na,b,c,many\na,b,c,0\n");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("invalidFields").path(0).path("field").asString())
                .isEqualTo("rows[1].quantity");

        // This call accepts a larger body than others, up to its own limit.
        String large = "customer,product,policy,quantity,resellerNotes\n";
        String row = "nobody@example.com,cad,Year,1," + "x".repeat(1900) + "\n";
        Answer taken = csv(tree.reseller, "kind=issue", large + row.repeat(1000));
        assertThat(taken.status()).as(taken.text()).isEqualTo(202);
        keyway.post(tree.reseller, BATCHES + "/" + taken.id() + "/stop", null);
        assertThat(csv(tree.reseller, "kind=issue", large + row.repeat(2300)).status())
                .isEqualTo(413);
    }

    private String file() {
        StringBuilder file =
                new StringBuilder("customer,product,policy,quantity,customerDetails\n");
        for (int row = 1; row <= ROWS; row++) {
            file.append(
                    "%s,cad,%s,1,Row %d%n"
                            .formatted(
                                    isLate(row) ? late : tree.customerEmail,
                                    isWithoutPolicy(row) ? "Century" : "Year",
                                    row));
        }
        return file.toString();
    }

    private static boolean isLate(int row) {
        return row % LATE_EVERY == 0;
    }

    private static boolean isWithoutPolicy(int row) {
        return !isLate(row) && row % NO_POLICY_EVERY == 0;
    }

    private static int late() {
        return ROWS / LATE_EVERY;
    }

    private static int withoutPolicy() {
        int count = 0;
        for (int row = 1; row <= ROWS; row++) {
            count += isWithoutPolicy(row) ? 1 : 0;
        }
        return count;
    }

    private void raiseUnpaidLimit() {
        Answer raised =
                keyway.send(
                        tree.distributor,
                        "PATCH",
                        "/api/v1/partners/" + tree.resellerId,
                        Map.of("unpaidLicenseLimit", 1000),
                        Map.of("Content-Type", "application/merge-patch+json"));
        assertThat(raised.status()).as(raised.text()).isEqualTo(200);
    }

    private void addCustomer() {
        Tree.customer(keyway, tree.reseller, late);
    }

    private Answer csv(String who, String query, String text) {
        return keyway.send(
                who, "POST", BATCHES + "?" + query, text, Map.of("Content-Type", "text/csv"));
    }

    private JsonNode ended(String who, String id) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () ->
                                keyway.get(who, BATCHES + "/" + id)
                                        .json()
                                        .path("status")
                                        .asString()
                                        .equals("completed"));
        return keyway.get(who, BATCHES + "/" + id).json();
    }

    private List<JsonNode> rows(String who, String id, String query) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    keyway.get(who, BATCHES + "/" + id + "/rows?limit=200" + query + cursor).json();
            page.path("items").forEach(all::add);
            cursor = page.path("next").isNull() ? null : "&cursor=" + page.path("next").asString();
        }
        return all;
    }

    private int licenses() {
        HashSet<String> ids = new HashSet<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = keyway.get(tree.reseller, "/api/v1/licenses?limit=200" + cursor).json();
            page.path("items").forEach(license -> ids.add(license.path("id").asString()));
            cursor = page.path("next").isNull() ? null : "&cursor=" + page.path("next").asString();
        }
        return ids.size();
    }

    private String verdict(String key) {
        return keyway.post("", "/api/v1/licenses/validate", Map.of("key", key))
                .json()
                .path("code")
                .asString();
    }

    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
