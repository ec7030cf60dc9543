package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import io.keyway.e2e.SwitchTrials.Switch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Deactivating a partner or account refuses every token and key below it within a second of the
 * answer, and activating restores them: in all of two hundred trials, with the broker running and
 * with the broker stopped. The times are written to target/instant-control.txt.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstantControlJourney {

    private static final int TRIALS = 200;

    /**
     * Trees whose trials run in parallel: enough to use the waiting time, few enough for two cores.
     */
    private static final int TREES = 4;

    /** Longer than the gateway distrusts its view after an outage of the bus. */
    private static final Duration BROKER_IS_BACK = Duration.ofSeconds(12);

    private final Keyway keyway = Keyway.shared();
    private final List<String> readings = new ArrayList<>();
    private List<Branches> trees;

    /**
     * Tokens and keys of one tree.
     *
     * @param key of the reseller
     * @param siblingKey of its sibling
     * @param staff e-mail of a member of the reseller's staff
     */
    private record Branches(
            Tree tree, String key, String siblingKey, String staff, String staffId) {

        List<String> belowDistributor() {
            return List.of(tree.distributor, tree.reseller, key, tree.customer);
        }

        List<String> belowReseller() {
            return List.of(tree.reseller, key, tree.customer);
        }

        List<String> belowSibling() {
            return List.of(tree.sibling, siblingKey);
        }

        List<String> ofPartners() {
            return List.of(tree.distributor, tree.reseller, tree.sibling, key);
        }
    }

    @BeforeAll
    void growTrees() {
        trees = IntStream.range(0, TREES).parallel().mapToObj(i -> branches()).toList();
    }

    private Branches branches() {
        Tree tree = new Tree(keyway);
        String email = Tree.letters() + "@example.com";
        String id =
                Tree.created(
                        keyway.post(
                                tree.reseller,
                                "/api/v1/partners/" + tree.resellerId + "/accounts",
                                Map.of(
                                        "email",
                                        email,
                                        "name",
                                        "Staff",
                                        "password",
                                        Tree.FIRST_PASSWORD,
                                        "permissions",
                                        List.of("manage_customers"))));
        tree.enter(email);
        return new Branches(tree, key(tree.reseller), key(tree.sibling), email, id);
    }

    private String key(String owner) {
        Answer answer =
                keyway.post(
                        owner,
                        "/api/v1/api-keys",
                        Map.of("name", "shop", "permissions", List.of("manage_customers")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("key").asString();
    }

    @Test
    void aPartner() {
        measure("partner deactivated", this::distributor);
    }

    @Test
    void aMemberOfStaff() {
        measure("account deactivated", this::account);
    }

    @Test
    void refusesPartnersOfAVendorWithPortalOff() {
        measure("portal switched off", this::portal);
    }

    /**
     * A trial is mostly waiting then, so two partners of each tree are deactivated at the same
     * time.
     */
    @Test
    void aPartnerWhileTheBrokerIsStoppedAndStillRefusedWhenItIsBack() throws Exception {
        String broker = String.valueOf(keyway.local().pid("kafka"));
        signal("STOP", broker);
        try {
            measure("partner deactivated, broker stopped", this::reseller, this::sibling);
            trees.forEach(tree -> switchDistributor(tree, "deactivate"));
            Thread.sleep(SwitchTrials.WITHIN_MILLIS);
        } finally {
            signal("CONT", broker);
        }
        long until = System.nanoTime() + BROKER_IS_BACK.toNanos();
        while (System.nanoTime() < until) {
            for (Branches tree : trees) {
                for (String token : tree.belowDistributor()) {
                    assertThat(keyway.get(token, "/api/v1/me").status())
                            .as("what was known before must not count now that it is back")
                            .isIn(401, 503);
                }
            }
            Thread.sleep(20);
        }
        trees.forEach(tree -> switchDistributor(tree, "activate"));
        for (Branches tree : trees) {
            for (String token : tree.belowDistributor()) {
                await().until(() -> keyway.get(token, "/api/v1/me").status() == 200);
            }
        }
    }

    @SafeVarargs
    private void measure(String what, Function<Branches, Switch>... ofATree) {
        SwitchTrials trials =
                SwitchTrials.of(
                        keyway,
                        TRIALS,
                        trees.stream()
                                .flatMap(tree -> Stream.of(ofATree).map(one -> one.apply(tree))));
        readings.add(what + ": " + trials);
        try {
            Files.write(Path.of("target", "instant-control.txt"), readings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trials.assertAllWithinASecond();
    }

    private Switch distributor(Branches of) {
        return new Switch(
                of::belowDistributor,
                List.of(of.tree.vendor),
                () -> switchDistributor(of, "deactivate"),
                () -> switchDistributor(of, "activate"));
    }

    private void switchDistributor(Branches of, String state) {
        switchPartner(of.tree.vendor, of.tree.distributorId, state);
    }

    private Switch reseller(Branches of) {
        return new Switch(
                of::belowReseller,
                List.of(of.tree.distributor),
                () -> switchPartner(of.tree.distributor, of.tree.resellerId, "deactivate"),
                () -> switchPartner(of.tree.distributor, of.tree.resellerId, "activate"));
    }

    private Switch sibling(Branches of) {
        return new Switch(
                of::belowSibling,
                List.of(of.tree.distributor),
                () -> switchPartner(of.tree.distributor, of.tree.siblingId, "deactivate"),
                () -> switchPartner(of.tree.distributor, of.tree.siblingId, "activate"));
    }

    private void switchPartner(String above, String partnerId, String state) {
        ok(keyway.post(above, "/api/v1/partners/" + partnerId + "/" + state, null));
    }

    /**
     * Deactivating an account also ends its sessions and revokes its keys, so each trial makes new
     * ones.
     */
    private Switch account(Branches of) {
        Tree tree = of.tree;
        String path = "/api/v1/partners/" + tree.resellerId + "/accounts/" + of.staffId + "/";
        return new Switch(
                () -> {
                    String token = keyway.freshToken(of.staff, Tree.PASSWORD);
                    return List.of(token, key(token));
                },
                List.of(tree.reseller, of.key),
                () -> ok(keyway.post(tree.reseller, path + "deactivate", null)),
                () -> ok(keyway.post(tree.reseller, path + "activate", null)));
    }

    /** The vendor's own staff is not affected by its portal switch. */
    private Switch portal(Branches of) {
        return new Switch(
                of::ofPartners,
                List.of(of.tree.vendor),
                () -> switchPortal(of, false),
                () -> switchPortal(of, true));
    }

    private void switchPortal(Branches of, boolean on) {
        ok(
                keyway.send(
                        keyway.operator(),
                        "PATCH",
                        "/api/v1/partners/" + of.tree.vendorId,
                        Map.of("portalEnabled", on),
                        Map.of("Content-Type", "application/merge-patch+json")));
    }

    @Test
    void withdrawnProductIsNotSoldFromTheNextRequestOn() {
        Tree tree = trees.getFirst().tree;
        String order = tree.allowance(3, 3);
        assertThat(issue(tree, order).status()).isEqualTo(201);
        setProduct(tree, "withdrawn");
        assertThat(issue(tree, order).status()).isIn(404, 409);
        setProduct(tree, "active");
        assertThat(issue(tree, order).status()).isEqualTo(201);
    }

    private void setProduct(Tree tree, String status) {
        ok(
                keyway.send(
                        tree.vendor,
                        "PATCH",
                        "/api/v1/products/" + tree.product,
                        Map.of("status", status),
                        Map.of("Content-Type", "application/merge-patch+json")));
    }

    private Answer issue(Tree tree, String order) {
        return keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 1));
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void signal(String signal, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    }
}
