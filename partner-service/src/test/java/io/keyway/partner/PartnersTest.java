package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import io.keyway.partner.accounts.Account;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.JsonNode;

@KeywayTest
@ActiveProfiles("test")
class PartnersTest {

    private final Caller operator = Callers.operator();
    @Autowired private Environment environment;
    private Network network;

    @BeforeEach
    void connect() {
        network = new Network(environment);
    }

    @Test
    void partnersAreCreatedFromTheVendorDown() {
        Member vendor = network.create(operator, "vendor");
        Member distributor = network.create(vendor.caller(), "distributor");
        Member reseller = network.create(distributor.caller(), "reseller");
        assertThat(reseller.path()).containsExactly(vendor.id(), distributor.id(), reseller.id());
        assertThat(
                        reseller.created()
                                .json()
                                .path("permissions")
                                .valueStream()
                                .map(p -> p.asString()))
                .contains("issue_licenses", "manage_customers")
                .doesNotContain("create_orders");
        assertThat(reseller.created().json().path("email").asString())
                .isEqualTo(reseller.email().toLowerCase(java.util.Locale.ROOT));
        assertThat(
                        network.api
                                .post(
                                        reseller.caller(),
                                        "/api/v1/partners",
                                        Network.body("reseller"))
                                .status())
                .isEqualTo(400);
        assertThat(
                        network.api
                                .post(vendor.caller(), "/api/v1/partners", Network.body("vendor"))
                                .status())
                .isEqualTo(403);
    }

    @Test
    void otherBranchesAreNotFound() {
        Member vendor = network.create(operator, "vendor");
        Member left = network.create(vendor.caller(), "reseller");
        Member right = network.create(vendor.caller(), "reseller");
        String path = "/api/v1/partners/" + left.id();
        String missing =
                network.api.get(right.caller(), "/api/v1/partners/" + PartnerId.next()).text();
        for (Caller foreign :
                List.of(
                        right.caller(),
                        network.create(operator, "vendor").caller(),
                        Callers.customer(io.keyway.contracts.id.CustomerId.next(), vendor.id()))) {
            for (Answer answer :
                    List.of(
                            network.api.get(foreign, path),
                            network.api.patch(foreign, path, Map.of("name", "x")),
                            network.api.post(foreign, path + "/deactivate", null),
                            network.api.post(foreign, path + "/activate", null),
                            network.api.get(foreign, path + "/grants"),
                            network.api.put(foreign, path + "/grants", List.of()),
                            network.api.get(foreign, "/api/v1/partners?parentId=" + left.id()))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.text()).isEqualTo(missing);
            }
        }
        Map<String, Object> under = Network.body("reseller");
        under.put("parentId", vendor.id().value());
        assertThat(network.api.post(right.caller(), "/api/v1/partners", under).status())
                .as("its parent is not in its branch")
                .isEqualTo(404);
        assertThat(
                        network.api
                                .get(right.caller(), "/api/v1/partners")
                                .json()
                                .path("items")
                                .findValuesAsString("id"))
                .containsOnly(right.id().value());
        assertThat(network.api.get(vendor.caller(), "/api/v1/partners").json().path("items").size())
                .isEqualTo(3);
    }

    @Test
    void aNameThatIsASpreadsheetFormulaIsRefused() {
        for (String name :
                List.of("=HYPERLINK(\"http://x.example\",\"A\")", "+1", "-1", "@A", " =1")) {
            Map<String, Object> body = Network.body("vendor");
            body.put("name", name);
            Answer answer = network.api.post(operator, "/api/v1/partners", body);
            assertThat(answer.status()).as(name).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly("name");
        }
    }

    @Test
    void aTreeHasOneCurrency() {
        Map<String, Object> body = Network.body("vendor");
        body.put("currency", "JPY");
        Member vendor = network.create(operator, body);
        Map<String, Object> same = Network.body("distributor");
        same.put("currency", "JPY");
        network.create(vendor.caller(), same);
        for (String other : List.of("EUR", "XYZ")) {
            Map<String, Object> wrong = Network.body("distributor");
            wrong.put("currency", other);
            Answer answer = network.api.post(vendor.caller(), "/api/v1/partners", wrong);
            assertThat(answer.status()).as(other).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly("currency");
        }
    }

    @Test
    void aFailedCreationLeavesItsEmailFree() {
        Member vendor = network.create(operator, "vendor");
        Map<String, Object> body = Network.body("distributor");
        for (Map.Entry<String, Object> wrong :
                Map.<String, Object>of(
                                "discountPercent",
                                "33." + "3".repeat(40),
                                "loginDomain",
                                vendor.created().json().path("loginDomain").asString(),
                                "planId",
                                "pln_01hv7z8k3m9q2r4s6t8v0w1x2a")
                        .entrySet()) {
            Map<String, Object> first = new java.util.HashMap<>(body);
            first.put(wrong.getKey(), wrong.getValue());
            assertThat(network.api.post(vendor.caller(), "/api/v1/partners", first).status())
                    .as(wrong.getKey())
                    .isIn(400, 404);
        }
        network.create(vendor.caller(), body);
    }

    @Test
    void aParentInAnotherBranchIsNotFound() {
        Member vendor = network.create(operator, "vendor");
        Member stranger = network.create(operator, "vendor");
        Map<String, Object> under = Network.body("reseller");
        under.put("parentId", vendor.id().value());
        assertThat(network.api.post(stranger.caller(), "/api/v1/partners", under).status())
                .isEqualTo(404);
    }

    @Test
    void invalidFieldsAreNamed() {
        Map<String, Object> wrong =
                Map.of(
                        "name",
                        "",
                        "email",
                        "no-mail",
                        "phone",
                        "030 901820",
                        "password",
                        "short",
                        "loginDomain",
                        "Acme1",
                        "discountPercent",
                        "101",
                        "unpaidLicenseLimit",
                        -1,
                        "type",
                        "king",
                        "parentId",
                        "x");
        for (Map.Entry<String, Object> field : wrong.entrySet()) {
            Map<String, Object> body = Network.body("vendor");
            body.put(field.getKey(), field.getValue());
            Answer answer = network.api.post(operator, "/api/v1/partners", body);
            assertThat(answer.status()).as(field.getKey()).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .contains(field.getKey());
        }
        for (String reserved : List.of("admin", "www")) {
            Map<String, Object> body = Network.body("vendor");
            body.put("loginDomain", reserved);
            assertThat(
                            network.api
                                    .post(operator, "/api/v1/partners", body)
                                    .json()
                                    .path("invalidFields")
                                    .findValuesAsString("field"))
                    .contains("loginDomain");
        }
        Map<String, Object> smuggled = Network.body("vendor");
        smuggled.put("scope", List.of());
        assertThat(
                        network.api
                                .post(operator, "/api/v1/partners", smuggled)
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .contains("scope");
    }

    @Test
    void oneLoginDomainAndOneEmailAreTakenOnceUnderConcurrency() throws Exception {
        Map<String, Object> body = Network.body("vendor");
        Callable<Answer> create = () -> network.api.post(operator, "/api/v1/partners", body);
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Integer> statuses = new java.util.ArrayList<>();
            for (Future<Answer> answer : pool.invokeAll(java.util.Collections.nCopies(6, create))) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsOnlyOnce(201).isSubsetOf(201, 400, 429);
        }
        Map<String, Object> sameDomain = Network.body("vendor");
        sameDomain.put("loginDomain", body.get("loginDomain"));
        assertThat(
                        network.api
                                .post(operator, "/api/v1/partners", sameDomain)
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .contains("loginDomain");
        sameDomain.put("loginDomain", Network.letters());
        Answer freed = network.api.post(operator, "/api/v1/partners", sameDomain);
        assertThat(freed.status())
                .as("the e-mail of a failed creation is free again: " + freed.text())
                .isEqualTo(201);
    }

    @Test
    void ownPlansBringThePermissionToMakeThem() {
        Member vendor = network.create(operator, "vendor");
        Member distributor = network.create(vendor.caller(), "distributor");
        Member own = network.create(distributor.caller(), "reseller");
        assertThat(names(own.created().json())).contains("manage_plans", "issue_licenses");

        Map<String, Object> commission = Network.body("reseller");
        commission.put("model", "commission");
        Member selling = network.create(distributor.caller(), commission);
        assertThat(names(selling.created().json())).doesNotContain("manage_plans");

        assertThat(names(patched(distributor, selling, Map.of("model", "own_plans"))))
                .contains("manage_plans", "issue_licenses");
        assertThat(names(patched(distributor, selling, Map.of("name", "Another name"))))
                .contains("manage_plans");
        assertThat(names(patched(distributor, selling, Map.of("model", "commission"))))
                .contains("issue_licenses")
                .doesNotContain("manage_plans");
        assertThat(
                        names(
                                patched(
                                        distributor,
                                        selling,
                                        Map.of(
                                                "model",
                                                "own_plans",
                                                "permissions",
                                                List.of("issue_licenses")))))
                .as("what is said counts")
                .containsExactly("issue_licenses");

        Map<String, Object> without = Network.body("distributor");
        without.put("permissions", List.of("manage_partners", "issue_licenses"));
        Member narrow = network.create(vendor.caller(), without);
        assertThat(names(network.create(narrow.caller(), "reseller").created().json()))
                .as("nothing that its parent lacks")
                .containsExactly("issue_licenses");
    }

    private JsonNode patched(Member by, Member partner, Map<String, Object> patch) {
        Answer answer = network.api.patch(by.caller(), "/api/v1/partners/" + partner.id(), patch);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> names(JsonNode partner) {
        return partner.path("permissions").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void permissionsStayWithinTheParents() {
        Member vendor = network.create(operator, "vendor");
        Map<String, Object> body = Network.body("distributor");
        body.put("permissions", List.of("manage_partners", "issue_licenses"));
        Member distributor = network.create(vendor.caller(), body);
        Map<String, Object> more = Network.body("reseller");
        more.put("permissions", List.of("manage_customers"));
        assertThat(
                        network.api
                                .post(distributor.caller(), "/api/v1/partners", more)
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .contains("permissions");
        Member reseller = network.create(distributor.caller(), "reseller");
        assertThat(
                        reseller.created()
                                .json()
                                .path("permissions")
                                .valueStream()
                                .map(p -> p.asString()))
                .containsExactly("issue_licenses");
        Caller without =
                Callers.partner(Set.of(Permission.ISSUE_LICENSES), vendor.id(), distributor.id());
        assertThat(network.api.post(without, "/api/v1/partners", Network.body("reseller")).status())
                .isEqualTo(403);
        assertThat(
                        network.api
                                .post(
                                        without,
                                        "/api/v1/partners/" + reseller.id() + "/deactivate",
                                        null)
                                .status())
                .isEqualTo(403);
    }

    @Test
    void refusesEditsOfOwnTerms() {
        Member vendor = network.create(operator, "vendor");
        Member distributor = network.create(vendor.caller(), "distributor");
        String path = "/api/v1/partners/" + distributor.id();
        assertThat(
                        network.api
                                .patch(distributor.caller(), path, Map.of("discountPercent", "50"))
                                .status())
                .isEqualTo(403);
        Answer edited = network.api.patch(vendor.caller(), path, Map.of("discountPercent", "12.5"));
        assertThat(edited.json().path("discountPercent").asString()).isEqualTo("12.5");
        assertThat(network.api.patch(vendor.caller(), path, Map.of("status", "inactive")).status())
                .isEqualTo(400);
        assertThat(
                        network.api
                                .patch(
                                        network.create(operator, "vendor").caller(),
                                        path,
                                        Map.of("name", "x"))
                                .status())
                .isEqualTo(404);
        assertThat(
                        network.api
                                .patch(
                                        vendor.caller(),
                                        "/api/v1/partners/" + vendor.id(),
                                        Map.of("portalEnabled", false))
                                .status())
                .isEqualTo(403);
    }

    @Test
    void deactivatingAPartnerEndsTheAccessOfEverythingBelow() {
        Member vendor = network.create(operator, "vendor");
        Member distributor = network.create(vendor.caller(), "distributor");
        Member reseller = network.create(distributor.caller(), "reseller");
        String token =
                network.signIn(reseller.email(), Network.PASSWORD)
                        .json()
                        .path("accessToken")
                        .asString();
        assertThat(network.judge(token)).isInstanceOf(Verdict.Allowed.class);
        network.api.post(
                vendor.caller(), "/api/v1/partners/" + distributor.id() + "/deactivate", null);
        assertThat(network.judge(token)).isInstanceOf(Verdict.Refused.class);
        assertThat(network.signIn(reseller.email(), Network.PASSWORD).status()).isEqualTo(403);
        network.api.post(
                vendor.caller(), "/api/v1/partners/" + distributor.id() + "/activate", null);
        assertThat(network.judge(token)).isInstanceOf(Verdict.Allowed.class);
        network.api.patch(
                operator, "/api/v1/partners/" + vendor.id(), Map.of("portalEnabled", false));
        assertThat(network.judge(token)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void searchFindsPartsOfWordsWithoutAccentsAndShortOnesWhereAWordBegins() {
        Member vendor = network.create(operator, "vendor");
        Map<String, Object> body = Network.body("reseller");
        body.put("name", "Nörthcorp Ångström");
        network.create(vendor.caller(), body);
        for (String q : List.of("corp", "NORTH", "n%C3%B6rth", "angstrom", "n", "an")) {
            assertThat(searched(vendor, q)).as(q).contains("Nörthcorp Ångström");
        }
        for (String q : List.of("corpse", "rp", "north%20a")) {
            assertThat(searched(vendor, q)).as(q).doesNotContain("Nörthcorp Ångström");
        }
        Member foreign = network.create(operator, "vendor");
        assertThat(searched(foreign, "northcorp")).isEmpty();
    }

    private List<String> searched(Member who, String q) {
        return network.api
                .get(who.caller(), "/api/v1/partners?q=" + q)
                .json()
                .path("items")
                .findValuesAsString("name");
    }

    @Test
    void searchMatchesNameAndEmailAsText() {
        Member vendor = network.create(operator, "vendor");
        Map<String, Object> body = Network.body("reseller");
        body.put("name", "Müller (Süd) GmbH");
        network.create(vendor.caller(), body);
        assertThat(
                        network.api
                                .get(vendor.caller(), "/api/v1/partners?q=%28s%C3%BCd")
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
        assertThat(
                        network.api
                                .get(vendor.caller(), "/api/v1/partners?q=.*")
                                .json()
                                .path("items")
                                .size())
                .isZero();
        assertThat(
                        network.api
                                .get(
                                        vendor.caller(),
                                        "/api/v1/partners?type=reseller&status=active")
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
        assertThat(network.api.get(vendor.caller(), "/api/v1/partners?type=king").status())
                .isEqualTo(400);
    }

    @Test
    void theListIsSortedAndPagedInEveryOrder() {
        Member vendor = network.create(operator, "vendor");
        List<Answer> made = new java.util.ArrayList<>();
        for (String name : List.of("beta", "Alpha", "alpha", "Gamma")) {
            Map<String, Object> body =
                    Network.body(name.equals("Gamma") ? "reseller" : "distributor");
            body.put("name", name);
            made.add(network.create(vendor.caller(), body).created());
        }
        String[] ids =
                made.stream()
                        .map(answer -> answer.json().path("id").asString())
                        .toArray(String[]::new);
        network.api.post(vendor.caller(), "/api/v1/partners/" + ids[1] + "/deactivate", null);
        String below = "&parentId=" + vendor.id();
        assertThat(list(vendor.caller(), "name" + below))
                .containsExactly(ids[1], ids[2], ids[0], ids[3]);
        assertThat(list(vendor.caller(), "-name" + below))
                .containsExactly(ids[3], ids[0], ids[2], ids[1]);
        assertThat(list(vendor.caller(), "createdAt" + below)).containsExactly(ids);
        assertThat(list(vendor.caller(), "-createdAt" + below))
                .containsExactlyElementsOf(List.of(ids).reversed());
        assertThat(list(vendor.caller(), "status" + below))
                .as("active before inactive, ties by age")
                .containsExactly(ids[0], ids[2], ids[3], ids[1]);
        assertThat(list(vendor.caller(), "-type" + below))
                .containsExactly(ids[3], ids[2], ids[1], ids[0]);
        List<String> byEmail =
                made.stream()
                        .sorted(
                                java.util.Comparator.comparing(
                                        answer -> answer.json().path("email").asString()))
                        .map(answer -> answer.json().path("id").asString())
                        .toList();
        assertThat(list(vendor.caller(), "email" + below)).isEqualTo(byEmail);
        assertThat(list(vendor.caller(), "-email" + below)).isEqualTo(byEmail.reversed());
        Answer wrong = network.api.get(vendor.caller(), "/api/v1/partners?sort=phone");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("invalidFields").findValuesAsString("field")).contains("sort");
        String cursor =
                network.api
                        .get(vendor.caller(), "/api/v1/partners?limit=1&sort=name" + below)
                        .json()
                        .path("next")
                        .asString();
        assertThat(
                        network.api
                                .get(vendor.caller(), "/api/v1/partners?cursor=" + cursor + below)
                                .code())
                .isEqualTo("invalid_cursor");
        Caller stranger = network.create(operator, "vendor").caller();
        assertThat(
                        network.api
                                .get(stranger, "/api/v1/partners?sort=name&cursor=" + cursor)
                                .json()
                                .path("items")
                                .findValuesAsString("id"))
                .doesNotContain(ids);
    }

    private List<String> list(Caller caller, String sort) {
        List<String> ids = new java.util.ArrayList<>();
        String cursor = "";
        do {
            Answer page = network.api.get(caller, "/api/v1/partners?limit=1&sort=" + sort + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            ids.addAll(page.json().path("items").findValuesAsString("id"));
            cursor =
                    page.json().path("next").isNull()
                            ? ""
                            : "&cursor=" + page.json().path("next").asString();
        } while (!cursor.isEmpty());
        return ids;
    }

    @Test
    void searchMatchesAnyPartIgnoringCase() {
        Member vendor = network.create(operator, "vendor");
        Map<String, Object> body = Network.body("reseller");
        body.put("name", "Zephyr ÄÖ Trading");
        Member reseller = network.create(vendor.caller(), body);
        for (String q :
                List.of(
                        "zeph",
                        "ZEPHYR",
                        "yr%20%C3%A4%C3%B6",
                        "trading",
                        reseller.email().substring(0, 8),
                        reseller.email().toUpperCase(java.util.Locale.ROOT))) {
            assertThat(
                            network.api
                                    .get(vendor.caller(), "/api/v1/partners?q=" + q)
                                    .json()
                                    .path("items")
                                    .findValuesAsString("id"))
                    .as(q)
                    .contains(reseller.id().value());
        }
        assertThat(
                        network.api
                                .get(vendor.caller(), "/api/v1/partners?model=commission")
                                .json()
                                .path("items")
                                .size())
                .isZero();
    }

    @Test
    void aDistributorBecomesAResellerAndBack() {
        Member vendor = network.create(operator, "vendor");
        Member distributor = network.create(vendor.caller(), "distributor");
        String path = "/api/v1/partners/" + distributor.id();
        Member below = network.create(distributor.caller(), "reseller");
        Answer refused = network.api.patch(vendor.caller(), path, Map.of("type", "reseller"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("partners_below");
        assertThat(network.api.get(vendor.caller(), path).json().path("type").asString())
                .isEqualTo("distributor");
        network.create(distributor.caller(), "reseller");
        network.api.delete(vendor.caller(), "/api/v1/partners/" + below.id());
        for (String id :
                network.api
                        .get(vendor.caller(), "/api/v1/partners?parentId=" + distributor.id())
                        .json()
                        .path("items")
                        .findValuesAsString("id")) {
            assertThat(network.api.delete(vendor.caller(), "/api/v1/partners/" + id).status())
                    .isEqualTo(204);
        }
        Map<String, Object> patch = new java.util.HashMap<>(Map.of("type", "reseller"));
        patch.put("model", null);
        assertThat(fields(network.api.patch(vendor.caller(), path, patch))).contains("model");
        Answer reseller =
                network.api.patch(
                        vendor.caller(), path, Map.of("type", "reseller", "model", "commission"));
        assertThat(reseller.json().path("type").asString()).isEqualTo("reseller");
        assertThat(reseller.json().path("model").asString()).isEqualTo("commission");
        assertThat(reseller.text()).doesNotContain("create_orders");
        assertThat(
                        network.api
                                .post(
                                        distributor.caller(),
                                        "/api/v1/partners",
                                        Network.body("reseller"))
                                .status())
                .as("a reseller has no partners below it")
                .isEqualTo(400);
        Answer back = network.api.patch(vendor.caller(), path, Map.of("type", "distributor"));
        assertThat(back.text()).contains("create_orders");
        assertThat(fields(network.api.patch(vendor.caller(), path, Map.of("type", "vendor"))))
                .contains("type");
        assertThat(
                        fields(
                                network.api.patch(
                                        operator,
                                        "/api/v1/partners/" + vendor.id(),
                                        Map.of("type", "reseller"))))
                .contains("type");
    }

    @Test
    void aPartnerHasALimitOfTrialsOnlyWhereOneIsGiven() {
        Member vendor = network.create(operator, "vendor");
        Map<String, Object> body = Network.body("reseller");
        body.put("trialLicenseLimit", 0);
        Answer created = network.api.post(vendor.caller(), "/api/v1/partners", body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("trialLicenseLimit").asInt(-1)).isZero();
        String path = "/api/v1/partners/" + created.json().path("id").asString();

        Answer raised =
                network.api.patch(vendor.caller(), path, Map.of("trialLicenseLimit", 1_000_000));
        assertThat(raised.json().path("trialLicenseLimit").asInt()).isEqualTo(1_000_000);
        Answer other = network.api.patch(vendor.caller(), path, Map.of("name", "Other"));
        assertThat(other.json().path("trialLicenseLimit").asInt()).isEqualTo(1_000_000);
        Answer removed = network.api.patch(vendor.caller(), path, "{\"trialLicenseLimit\":null}");
        assertThat(removed.status()).as(removed.text()).isEqualTo(200);
        assertThat(removed.json().has("trialLicenseLimit")).isFalse();
        assertThat(network.api.get(vendor.caller(), path).json().has("trialLicenseLimit"))
                .isFalse();
        for (Object wrong : List.of(-1, 1_000_001, "many", 1.5)) {
            Answer refused =
                    network.api.patch(vendor.caller(), path, Map.of("trialLicenseLimit", wrong));
            assertThat(refused.status()).as(wrong + refused.text()).isEqualTo(400);
            assertThat(fields(refused)).containsExactly("trialLicenseLimit");
            Map<String, Object> another = Network.body("reseller");
            another.put("trialLicenseLimit", wrong);
            assertThat(fields(network.api.post(vendor.caller(), "/api/v1/partners", another)))
                    .containsExactly("trialLicenseLimit");
        }
    }

    @Test
    void invalidFieldsOfAnEditAreNamed() {
        Member vendor = network.create(operator, "vendor");
        Member reseller = network.create(vendor.caller(), "reseller");
        String path = "/api/v1/partners/" + reseller.id();
        for (Map.Entry<String, Object> field :
                Map.<String, Object>of(
                                "name", " ",
                                "phone", "+4999",
                                "website", "javascript:alert(1)",
                                "discountPercent", "-1",
                                "commissionPercent", "100.5",
                                "unpaidLicenseLimit", 1_000_001,
                                "type", "king",
                                "permissions", List.of("fly"),
                                "email", "nobody",
                                "loginDomain", "other")
                        .entrySet()) {
            Answer answer =
                    network.api.patch(
                            vendor.caller(), path, Map.of(field.getKey(), field.getValue()));
            assertThat(answer.status()).as(field.getKey()).isEqualTo(400);
            assertThat(fields(answer)).anyMatch(name -> name.startsWith(field.getKey()));
        }
        assertThat(
                        fields(
                                network.api.patch(
                                        vendor.caller(),
                                        path,
                                        Map.of("contact", Map.of("phone", "+12")))))
                .contains("contact.phone");
        assertThat(
                        network.api
                                .patch(
                                        vendor.caller(),
                                        path,
                                        Map.of("planId", io.keyway.contracts.id.PlanId.next()))
                                .status())
                .isEqualTo(404);
        Answer contact =
                network.api.patch(
                        vendor.caller(), path, Map.of("contact", Map.of("name", "New Name")));
        assertThat(contact.json().path("contact").path("name").asString()).isEqualTo("New Name");
        assertThat(contact.json().path("contact").path("email").asString())
                .isEqualTo("contact@example.com");
    }

    @Test
    void aPartnerSignsInWithItsNewEmail() {
        Member vendor = network.create(operator, "vendor");
        Member reseller = network.create(vendor.caller(), "reseller");
        String path = "/api/v1/partners/" + reseller.id();
        String email = Network.letters() + "@Example.com";

        Answer edited = network.api.patch(vendor.caller(), path, Map.of("email", email));

        assertThat(edited.json().path("email").asString()).isEqualTo(Account.login(email));
        assertThat(network.signIn(email, Network.PASSWORD).status()).isEqualTo(201);
        assertThat(network.signIn(reseller.email(), Network.PASSWORD).status()).isEqualTo(401);
        assertThat(
                        network.api
                                .get(vendor.caller(), "/api/v1/partners?q=" + Account.login(email))
                                .json()
                                .path("items")
                                .findValuesAsString("id"))
                .containsExactly(reseller.id().value());
        assertThat(
                        fields(
                                network.api.patch(
                                        vendor.caller(), path, Map.of("email", vendor.email()))))
                .containsExactly("email");
        assertThat(network.api.get(vendor.caller(), path).json().path("email").asString())
                .isEqualTo(Account.login(email));
    }

    @Test
    void phoneNumbersHaveALengthThatTheirCountryHas() {
        for (String phone :
                List.of("+4930901820", "+442079460018", "+12125550123", "+16243051111")) {
            Map<String, Object> body = Network.body("vendor");
            body.put("phone", phone);
            assertThat(network.api.post(operator, "/api/v1/partners", body).status())
                    .as(phone)
                    .isEqualTo(201);
        }
        for (String phone :
                List.of(
                        "004930901820",
                        "+49 30 901820",
                        "+1234567",
                        "+162430511",
                        "+1624305111111",
                        "+99912345678")) {
            Map<String, Object> body = Network.body("vendor");
            body.put("phone", phone);
            assertThat(fields(network.api.post(operator, "/api/v1/partners", body)))
                    .as(phone)
                    .contains("phone");
        }
    }

    @Test
    void removingAPermissionRemovesItFromAllBelow() {
        Member vendor = network.create(operator, "vendor");
        Member distributor = network.create(vendor.caller(), "distributor");
        Member reseller = network.create(distributor.caller(), "reseller");
        String path = "/api/v1/partners/" + distributor.id();
        String token =
                network.signIn(reseller.email(), Network.PASSWORD)
                        .json()
                        .path("accessToken")
                        .asString();
        assertThat(permissions(token)).contains(Permission.ISSUE_LICENSES);
        network.api.patch(
                vendor.caller(),
                path,
                Map.of("permissions", List.of("manage_partners", "manage_customers")));
        assertThat(permissions(token)).containsOnly(Permission.MANAGE_CUSTOMERS);
        assertThat(
                        network.api
                                .patch(
                                        vendor.caller(),
                                        "/api/v1/partners/" + reseller.id(),
                                        Map.of("name", "Still editable"))
                                .status())
                .isEqualTo(200);
        assertThat(
                        fields(
                                network.api.patch(
                                        vendor.caller(),
                                        "/api/v1/partners/" + reseller.id(),
                                        Map.of(
                                                "permissions",
                                                List.of("issue_licenses", "manage_customers")))))
                .contains("permissions");
        network.api.patch(
                vendor.caller(),
                path,
                Map.of(
                        "permissions",
                        List.of("manage_partners", "manage_customers", "issue_licenses")));
        network.api.patch(
                vendor.caller(),
                "/api/v1/partners/" + reseller.id(),
                Map.of("permissions", List.of("manage_customers")));
        assertThat(permissions(token)).containsOnly(Permission.MANAGE_CUSTOMERS);
        network.api.patch(
                vendor.caller(),
                "/api/v1/partners/" + reseller.id(),
                Map.of("permissions", List.of("issue_licenses")));
        assertThat(permissions(token))
                .as("a permission that is added is one that its account has")
                .containsOnly(Permission.ISSUE_LICENSES);
    }

    private Set<Permission> permissions(String token) {
        return ((Verdict.Allowed) network.judge(token)).caller().permissions();
    }

    private static List<String> fields(Answer answer) {
        return answer.json().path("invalidFields").findValuesAsString("field");
    }
}
