package io.keyway.local;

import io.keyway.local.Sample.Play;
import io.keyway.local.Sample.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Northwind, a vendor that sells through partners, for a month: from its catalog to what its
 * partners owe it. Everybody's password is {@value #PASSWORD}.
 */
final class SampleNetwork {

    static final String PASSWORD = "keyway-local";

    /** Who can sign in when the sample has been played, beside the operator. */
    static final List<String> SIGN_INS =
            List.of(
                    "vendor@northwind.example",
                    "distributor@contoso.example",
                    "reseller@fabrikam.example",
                    "ada@lovelace.example");

    /** What a password is until its owner has changed it at the first sign-in. */
    private static final String FIRST_PASSWORD = "change-me-at-once";

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
    private static final int EVENTS_PER_BATCH = 100;
    private static final int DAYS_OF_USAGE = 28;

    private final String operatorEmail;
    private final String operatorPassword;

    SampleNetwork(String operatorEmail, String operatorPassword) {
        this.operatorEmail = operatorEmail;
        this.operatorPassword = operatorPassword;
    }

    List<Step> steps() {
        return List.of(
                step("The operator signs in", this::operatorSignsIn),
                step("Northwind, a vendor, joins and changes its password", this::vendorJoins),
                step("Northwind offers a product and two policies", SampleNetwork::catalog),
                step("Northwind meters messages and offers a plan", SampleNetwork::meterAndPlan),
                step(
                        "Contoso, a distributor, joins with a portfolio and a discount",
                        SampleNetwork::distributorJoins),
                step(
                        "Fabrikam and Tailspin, resellers of both models, join with their portfolios",
                        SampleNetwork::resellersJoin),
                step("Fabrikam creates a customer", SampleNetwork::customer),
                step("Contoso orders two licenses for the customer", SampleNetwork::immediateOrder),
                step(
                        "Contoso orders ten on demand, with Fabrikam as license manager",
                        SampleNetwork::onDemandOrder),
                step("Fabrikam issues three of them", SampleNetwork::issue),
                step(
                        "A product validates its key and activates its machine",
                        SampleNetwork::validate),
                step("Fabrikam checks out a license file", SampleNetwork::checkOut),
                step(
                        "Fabrikam sells one from its own portfolio and settles it with Contoso",
                        SampleNetwork::settlement),
                step("Products report a month of usage", SampleNetwork::usage),
                step("Everybody reads what it has used", SampleNetwork::readUsage),
                step("Contoso's statement", SampleNetwork::statement));
    }

    private String operatorSignsIn(Play play) throws InterruptedException {
        JsonNode tokens =
                play.api().send("POST", "tokens", "", "", signIn(operatorEmail, operatorPassword));
        play.remember("operator", tokens.path("accessToken").asString());
        return operatorEmail;
    }

    private String vendorJoins(Play play) throws InterruptedException {
        JsonNode vendor =
                play.post(
                        play.recall("operator"),
                        "partners",
                        partner(
                                "vendor",
                                "Northwind Software",
                                "northwind",
                                "vendor@northwind.example",
                                Map.of()));
        play.remember("vendorId", id(vendor));
        play.remember("vendor", enter(play, "vendor@northwind.example"));
        return id(vendor);
    }

    private static String catalog(Play play) throws InterruptedException {
        String vendor = play.recall("vendor");
        JsonNode product =
                play.post(
                        vendor,
                        "products",
                        Map.of(
                                "code",
                                "cad",
                                "name",
                                "Northwind CAD",
                                "kind",
                                "product",
                                "description",
                                "Drawing for engineers",
                                "trialDays",
                                30));
        JsonNode yearly =
                play.post(
                        vendor,
                        "policies",
                        Map.of(
                                "productId",
                                id(product),
                                "name",
                                "CAD, one year",
                                "type",
                                "subscription",
                                "duration",
                                "P365D",
                                "machinesMax",
                                2,
                                "entitlements",
                                List.of("export", "render"),
                                "scheme",
                                "ed25519",
                                "price",
                                money(49_000)));
        JsonNode perpetual =
                play.post(
                        vendor,
                        "policies",
                        Map.of(
                                "productId",
                                id(product),
                                "name",
                                "CAD, perpetual",
                                "type",
                                "perpetual",
                                "machinesMax",
                                2,
                                "entitlements",
                                List.of("export"),
                                "scheme",
                                "ed25519",
                                "price",
                                money(129_000)));
        play.remember("product", id(product));
        play.remember("yearly", id(yearly));
        play.remember("perpetual", id(perpetual));
        return "Northwind CAD, by the year at 490.00 EUR or perpetual at 1290.00 EUR";
    }

    private static String meterAndPlan(Play play) throws InterruptedException {
        String vendor = play.recall("vendor");
        play.post(
                vendor,
                "meters",
                Map.of(
                        "code",
                        "messages",
                        "eventType",
                        "com.northwind.message.sent",
                        "aggregation",
                        "sum",
                        "valueProperty",
                        "count"));
        JsonNode plan =
                play.post(
                        vendor,
                        "plans",
                        Map.of(
                                "name",
                                "Distribution",
                                "fee",
                                money(9_900),
                                "rates",
                                List.of(
                                        Map.of(
                                                "meter",
                                                "messages",
                                                "rate",
                                                Map.of(
                                                        "model",
                                                        "graduated",
                                                        "included",
                                                        "500",
                                                        "currency",
                                                        "EUR",
                                                        "tiers",
                                                        List.of(
                                                                Map.of(
                                                                        "upTo", "1000", "unit",
                                                                        "0.02"),
                                                                Map.of("unit", "0.0125")))))));
        play.remember("plan", id(plan));
        return "99.00 EUR a month, 500 messages included";
    }

    private static String distributorJoins(Play play) throws InterruptedException {
        JsonNode distributor =
                play.post(
                        play.recall("vendor"),
                        "partners",
                        partner(
                                "distributor",
                                "Contoso Distribution",
                                "contoso",
                                "distributor@contoso.example",
                                Map.of(
                                        "discountPercent",
                                        "20",
                                        "planId",
                                        play.recall("plan"),
                                        "grants",
                                        List.of(Map.of("productId", play.recall("product"))))));
        play.remember("distributorId", id(distributor));
        play.remember("distributor", enter(play, "distributor@contoso.example"));
        return "20 % off";
    }

    private static String resellersJoin(Play play) throws InterruptedException {
        String distributor = play.recall("distributor");
        List<Map<String, String>> grants = List.of(Map.of("productId", play.recall("product")));
        JsonNode fabrikam =
                play.post(
                        distributor,
                        "partners",
                        partner(
                                "reseller",
                                "Fabrikam",
                                "fabrikam",
                                "reseller@fabrikam.example",
                                Map.of("model", "own_plans", "grants", grants)));
        play.post(
                distributor,
                "partners",
                partner(
                        "reseller",
                        "Tailspin",
                        "tailspin",
                        "reseller@tailspin.example",
                        Map.of(
                                "model",
                                "commission",
                                "commissionPercent",
                                "10",
                                "grants",
                                grants)));
        play.remember("resellerId", id(fabrikam));
        play.remember("reseller", enter(play, "reseller@fabrikam.example"));
        return "";
    }

    private static String customer(Play play) throws InterruptedException {
        JsonNode customer =
                play.post(
                        play.recall("reseller"),
                        "customers",
                        Map.of(
                                "email",
                                "ada@lovelace.example",
                                "password",
                                FIRST_PASSWORD,
                                "firstName",
                                "Ada",
                                "lastName",
                                "Lovelace",
                                "company",
                                "Analytical Engines"));
        play.remember("customer", id(customer));
        play.remember("ada", enter(play, "ada@lovelace.example"));
        return "Ada Lovelace";
    }

    private static String immediateOrder(Play play) throws InterruptedException {
        String distributor = play.recall("distributor");
        JsonNode order =
                play.post(
                        distributor,
                        "orders",
                        Map.of(
                                "customerId",
                                play.recall("customer"),
                                "fulfillment",
                                "immediate",
                                "externalReferenceId",
                                "PO-1001",
                                "lines",
                                List.of(line(play, "perpetual", 2))));
        JsonNode fulfilled =
                settle(
                        play,
                        distributor,
                        "orders/" + id(order),
                        now -> now.path("status").asString().equals("fulfilled"));
        JsonNode licenses = play.get(distributor, "licenses?orderId=" + id(order));
        play.remember("firstLicense", licenses.path("items").path(0).path("id").asString());
        return "fulfilled for "
                + euros(fulfilled.path("total"))
                + ", "
                + licenses.path("items").size()
                + " licenses issued";
    }

    private static String onDemandOrder(Play play) throws InterruptedException {
        String distributor = play.recall("distributor");
        JsonNode order =
                play.post(
                        distributor,
                        "orders",
                        Map.of(
                                "fulfillment",
                                "on_demand",
                                "externalReferenceId",
                                "PO-1002",
                                "lines",
                                List.of(line(play, "yearly", 10))));
        String path = "orders/" + id(order);
        play.put(
                distributor,
                path + "/license-managers/" + play.recall("resellerId"),
                Map.of(
                        "grants",
                        List.of(Map.of("productId", play.recall("product"), "licensesMax", 5))));
        settle(
                play,
                distributor,
                path + "/license-managers",
                managers ->
                        managers.path("items").path(0).path("status").asString().equals("active"));
        play.remember("order", id(order));
        play.remember("placedAt", order.path("placedAt").asString());
        return "Fabrikam may issue five";
    }

    private static String issue(Play play) throws InterruptedException {
        JsonNode issued =
                play.post(
                        play.recall("reseller"),
                        "licenses",
                        Map.of(
                                "orderId",
                                play.recall("order"),
                                "productId",
                                play.recall("product"),
                                "policyId",
                                play.recall("yearly"),
                                "customerId",
                                play.recall("customer"),
                                "quantity",
                                3,
                                "resellerNotes",
                                "Q-77"));
        JsonNode license = issued.path("items").path(0);
        play.remember("license", id(license));
        play.remember("key", license.path("key").asString());
        String key = license.path("key").asString();
        return key.substring(0, Math.min(24, key.length())) + "…";
    }

    private static String validate(Play play) throws InterruptedException {
        play.post(
                play.recall("reseller"),
                "licenses/" + play.recall("license") + "/machines",
                Map.of("fingerprint", "7c:2a:31", "name", "Ada's workstation"));
        JsonNode verdict =
                settle(
                        play,
                        "",
                        "licenses/validate",
                        Map.of(
                                "key",
                                play.recall("key"),
                                "scope",
                                Map.of("fingerprint", "7c:2a:31")),
                        now -> now.path("valid").asBoolean());
        return verdict.path("code").asString();
    }

    private static String checkOut(Play play) throws InterruptedException {
        JsonNode file =
                play.post(
                        play.recall("reseller"),
                        "licenses/" + play.recall("license") + "/check-out?encrypt=true&ttl=P30D",
                        null);
        return file.path("certificate").asString().lines().findFirst().orElse("")
                + " until "
                + file.path("expiry").asString();
    }

    private static String settlement(Play play) throws InterruptedException {
        String reseller = play.recall("reseller");
        JsonNode issued =
                play.post(
                        reseller,
                        "licenses",
                        Map.of(
                                "productId",
                                play.recall("product"),
                                "policyId",
                                play.recall("perpetual"),
                                "customerId",
                                play.recall("customer"),
                                "quantity",
                                1));
        JsonNode settlement =
                play.post(
                        reseller,
                        "settlements",
                        Map.of(
                                "licenseIds",
                                List.of(id(issued.path("items").path(0))),
                                "termsAccepted",
                                true));
        JsonNode paid =
                play.post(
                        play.recall("distributor"),
                        "settlements/" + id(settlement) + "/pay",
                        Map.of("reference", "Transfer 4711"));
        return paid.path("status").asString() + ", " + euros(paid.path("total"));
    }

    private static String usage(Play play) throws InterruptedException {
        Instant until = Instant.parse(play.recall("placedAt")).truncatedTo(ChronoUnit.HOURS);
        List<Map<String, Object>> events = new ArrayList<>();
        for (int day = 0; day < DAYS_OF_USAGE; day++) {
            for (String license : List.of("license", "firstLicense")) {
                events.add(
                        Map.of(
                                "specversion",
                                "1.0",
                                "id",
                                license + "-" + day,
                                "source",
                                "/sample",
                                "type",
                                "com.northwind.message.sent",
                                "subject",
                                play.recall(license),
                                "time",
                                until.minus(day, ChronoUnit.DAYS).toString(),
                                "datacontenttype",
                                "application/json",
                                "data",
                                Map.of("count", 40 + day)));
            }
        }
        int accepted = 0;
        for (int from = 0; from < events.size(); from += EVENTS_PER_BATCH) {
            List<Map<String, Object>> batch =
                    events.subList(from, Math.min(events.size(), from + EVENTS_PER_BATCH));
            JsonNode results =
                    settle(
                            play,
                            play.recall("reseller"),
                            "events",
                            batch,
                            answer ->
                                    answer.path("results")
                                            .valueStream()
                                            .noneMatch(
                                                    result ->
                                                            result.path("status")
                                                                    .asString()
                                                                    .equals("rejected")));
            accepted += results.path("results").size();
        }
        play.remember("events", String.valueOf(accepted));
        return accepted + " events";
    }

    private static String readUsage(Play play) throws InterruptedException {
        Instant from =
                Instant.parse(play.recall("placedAt"))
                        .truncatedTo(ChronoUnit.DAYS)
                        .minus(DAYS_OF_USAGE, ChronoUnit.DAYS);
        String query =
                "usage?meter=messages&from="
                        + from
                        + "&to="
                        + Instant.parse(play.recall("placedAt"))
                                .truncatedTo(ChronoUnit.DAYS)
                                .plus(1, ChronoUnit.DAYS);
        long expected = 2L * DAYS_OF_USAGE * 40 + (long) DAYS_OF_USAGE * (DAYS_OF_USAGE - 1);
        StringBuilder shown = new StringBuilder();
        for (String who : List.of("vendor", "distributor", "reseller", "ada")) {
            JsonNode rows = settle(play, play.recall(who), query, now -> sum(now) == expected);
            shown.append(shown.isEmpty() ? "" : ", ").append(who).append(' ').append(sum(rows));
        }
        return shown.toString();
    }

    private static String statement(Play play) throws InterruptedException {
        String period =
                Instant.parse(play.recall("placedAt"))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString()
                        .substring(0, 7);
        JsonNode statements =
                settle(
                        play,
                        play.recall("distributor"),
                        "statements?partnerId="
                                + play.recall("distributorId")
                                + "&period="
                                + period,
                        now -> now.path("items").path(0).path("lines").size() > 2);
        JsonNode statement = statements.path("items").path(0);
        return euros(statement.path("total"))
                + " owed to Northwind for "
                + period
                + ", in "
                + statement.path("lines").size()
                + " lines";
    }

    /** A step is its title and what is done. */
    private interface Action {
        String play(Play play) throws InterruptedException;
    }

    private static Step step(String title, Action action) {
        return new Step() {
            @Override
            public String title() {
                return title;
            }

            @Override
            public String play(Play play) throws InterruptedException {
                return action.play(play);
            }
        };
    }

    /** Signs in, and changes the first password if that has not happened yet. */
    private static String enter(Play play, String email) throws InterruptedException {
        Api api = play.api();
        try {
            return api.send("POST", "tokens", "", "", signIn(email, PASSWORD))
                    .path("accessToken")
                    .asString();
        } catch (Api.Refused notYetChanged) {
            String first =
                    api.send("POST", "tokens", "", "", signIn(email, FIRST_PASSWORD))
                            .path("accessToken")
                            .asString();
            api.send(
                    "PUT",
                    "me/password",
                    first,
                    "",
                    Map.of("currentPassword", FIRST_PASSWORD, "newPassword", PASSWORD));
            return api.send("POST", "tokens", "", "", signIn(email, PASSWORD))
                    .path("accessToken")
                    .asString();
        }
    }

    /** Reads until what several services must agree on has come about. */
    private static JsonNode settle(
            Play play, String token, String path, Predicate<JsonNode> settled)
            throws InterruptedException {
        return settle(() -> play.get(token, path), path, settled);
    }

    private static JsonNode settle(
            Play play, String token, String path, Object body, Predicate<JsonNode> settled)
            throws InterruptedException {
        return settle(() -> play.api().send("POST", path, token, "", body), path, settled);
    }

    private interface Call {
        JsonNode send() throws InterruptedException;
    }

    private static JsonNode settle(Call call, String path, Predicate<JsonNode> settled)
            throws InterruptedException {
        Instant until = Instant.now().plus(SETTLES_WITHIN);
        JsonNode answer = call.send();
        while (!settled.test(answer)) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException(path + " has not settled: " + answer);
            }
            Thread.sleep(100);
            answer = call.send();
        }
        return answer;
    }

    private static Map<String, Object> partner(
            String type, String name, String loginDomain, String email, Map<String, Object> more) {
        Map<String, Object> body =
                new TreeMap<>(
                        Map.of(
                                "type",
                                type,
                                "name",
                                name,
                                "email",
                                email,
                                "phone",
                                "+4930901820",
                                "password",
                                FIRST_PASSWORD,
                                "contact",
                                Map.of("name", name, "email", email, "phone", "+4930901821"),
                                "loginDomain",
                                loginDomain));
        body.putAll(more);
        return body;
    }

    private static Map<String, String> signIn(String email, String password) {
        return Map.of("username", email, "password", password);
    }

    private static Map<String, Object> line(Play play, String policy, int quantity) {
        return Map.of(
                "productId",
                play.recall("product"),
                "policyId",
                play.recall(policy),
                "quantity",
                quantity);
    }

    private static Map<String, Object> money(long cents) {
        return Map.of("amount", cents, "currency", "EUR");
    }

    private static String euros(JsonNode money) {
        long cents = money.path("amount").asLong();
        return "%d.%02d %s".formatted(cents / 100, cents % 100, money.path("currency").asString());
    }

    private static long sum(JsonNode usage) {
        return usage.path("items")
                .valueStream()
                .mapToLong(
                        row ->
                                Long.parseLong(
                                        row.path("quantity").asString().replaceAll("\\..*", "")))
                .sum();
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asString();
    }
}
