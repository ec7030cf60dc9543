package io.keyway.e2e;

import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Plays every call of the API once, as a network like the sample's would: Northwind sells through
 * Contoso, and that through Fabrikam and Tailspin, to Ada Lovelace. What is sent and answered is
 * the example of that call in the API document.
 */
class ApiExamplesJourney {

    private static final String FIRST = "change-me-at-once";
    private static final String PASSWORD = "keyway-local";

    private final Keyway keyway = Keyway.shared();
    private final String suffix = Tree.letters();
    private final ApiExamples examples = new ApiExamples(keyway, suffix);

    private String vendor;
    private String distributor;
    private String reseller;
    private String ada;
    private String vendorId;
    private String distributorId;
    private String resellerId;
    private String tailspinId;
    private String customer;
    private String product;
    private String yearly;
    private String license;

    @Test
    void everyCallOfTheDocumentHasAnExampleThatWorks() throws IOException {
        vendorJoins();
        catalog();
        partnersJoin();
        partnersAreManaged();
        applications();
        accountsAndKeys();
        customers();
        orders();
        licenses();
        machines();
        batches();
        settlements();
        usageAndStatements();
        audit();
        sessions();
        partings();
        examples.areThoseOfTheDocument();
    }

    private void vendorJoins() {
        vendorId =
                id(
                        examples.post(
                                keyway.operator(),
                                "/partners",
                                """
                                {"type": "vendor", "name": "Northwind Software",
                                 "email": "%s", "phone": "+4930901820",
                                 "website": "https://northwind.example", "password": "%s",
                                 "contact": {"name": "Nora North", "email": "%s",
                                             "phone": "+4930901821"},
                                 "loginDomain": "northwind%s", "currency": "EUR"}
                                """
                                        .formatted(
                                                email("vendor", "northwind"),
                                                FIRST,
                                                email("nora", "northwind"),
                                                suffix)));
        vendor = enter(email("vendor", "northwind"));
        examples.get(vendor, "/me");
    }

    private void catalog() {
        product =
                id(
                        examples.post(
                                vendor,
                                "/products",
                                """
                                {"code": "cad", "name": "Northwind CAD", "kind": "product",
                                 "description": "Drawing for engineers", "trialDays": 30}
                                """));
        examples.get(vendor, "/products");
        examples.get(vendor, "/products/" + product);
        patch(vendor, "/products/" + product, "{\"trialDays\": 14}");
        yearly =
                id(
                        examples.post(
                                vendor,
                                "/policies",
                                """
                                {"productId": "%s", "name": "CAD, one year",
                                 "type": "subscription", "duration": "P1Y", "grace": "P7D",
                                 "machinesMax": 2, "entitlements": ["export", "render"],
                                 "scheme": "ed25519",
                                 "price": {"amount": 49000, "currency": "EUR"}}
                                """
                                        .formatted(product)));
        examples.get(vendor, "/policies?productId=" + product);
        examples.get(vendor, "/policies/" + yearly);
        patch(vendor, "/policies/" + yearly, "{\"machinesMax\": 3}");
        examples.post(
                vendor,
                "/meters",
                """
                {"code": "messages", "eventType": "com.northwind.message.sent",
                 "aggregation": "sum", "valueProperty": "count", "groupBy": ["region"],
                 "displayName": "Messages sent", "unit": "messages", "position": 1}
                """);
        String meter = "/meters/" + id(first(examples.get(vendor, "/meters")));
        examples.get(vendor, meter);
        patch(vendor, meter, "{\"displayName\": \"Messages\"}");
        String plan =
                id(
                        examples.post(
                                vendor,
                                "/plans",
                                """
                                {"name": "Distribution", "fee": {"amount": 9900, "currency": "EUR"},
                                 "rates": [{"meter": "messages", "rate": {
                                    "model": "graduated", "included": "500", "currency": "EUR",
                                    "tiers": [{"upTo": "1000", "unit": "0.02"},
                                              {"unit": "0.0125"}]}}]}
                                """));
        examples.get(vendor, "/plans");
        examples.get(vendor, "/plans/" + plan);
        patch(vendor, "/plans/" + plan, "{\"fee\": {\"amount\": 12900, \"currency\": \"EUR\"}}");
        LocalDate nextYear = LocalDate.now(ZoneOffset.UTC).plusYears(1).withDayOfYear(1);
        patch(
                vendor,
                "/plans/" + plan,
                "{\"from\": \"%s\", \"fee\": {\"amount\": 13900, \"currency\": \"EUR\"}}"
                        .formatted(nextYear));
        examples.call(vendor, "DELETE", "/plans/" + plan + "/prices/" + nextYear, null);
        examples.post(
                vendor,
                "/ratings/preview",
                """
                {"rate": {"model": "graduated", "included": "500", "currency": "EUR",
                          "tiers": [{"upTo": "1000", "unit": "0.02"}, {"unit": "0.0125"}]},
                 "quantity": "1800"}
                """);
        examples.call(keyway.operator(), "POST", "/signing-keys", null);
        examples.get("", "/.well-known/keyway-keys");
    }

    private void partnersJoin() {
        distributorId = join(vendor, "distributor", "Contoso", "\"discountPercent\": \"20\"");
        distributor = enter(email("desk", "contoso"));
        resellerId = join(distributor, "reseller", "Fabrikam", "\"model\": \"own_plans\"");
        reseller = enter(email("desk", "fabrikam"));
        tailspinId =
                join(
                        distributor,
                        "reseller",
                        "Tailspin",
                        "\"model\": \"commission\", \"commissionPercent\": \"10\"");
        enter(email("desk", "tailspin"));
    }

    private void partnersAreManaged() {
        examples.get(vendor, "/partners?type=distributor");
        examples.get(vendor, "/partners/" + distributorId);
        patch(
                vendor,
                "/partners/" + distributorId,
                "{\"discountPercent\": \"25\", \"unpaidLicenseLimit\": 500}");
        examples.get(vendor, "/partners/" + distributorId + "/grants");
        examples.call(
                vendor,
                "PUT",
                "/partners/" + distributorId + "/grants",
                """
                [{"productId": "%s", "policyIds": ["%s"], "licensesMax": 1000}]
                """
                        .formatted(product, yearly));
        examples.post(distributor, "/partners/" + tailspinId + "/deactivate", null);
        examples.post(distributor, "/partners/" + tailspinId + "/activate", null);
        examples.get(vendor, "/login-domains/northwind" + suffix);
        examples.get("", "/sign-in-page");
        examples.get(vendor, "/permission-presets");
        examples.get(reseller, "/portfolio");
        examples.get(reseller, "/access-check?action=order&resource=" + product);
    }

    private void applications() {
        String approved = apply("Wingtip");
        examples.get(distributor, "/partner-applications?status=pending");
        examples.get(distributor, "/partner-applications/" + approved);
        examples.post(
                distributor,
                "/partner-applications/" + approved + "/approve",
                """
                {"password": "%s", "commissionPercent": "8",
                 "grants": [{"productId": "%s", "licensesMax": 50}]}
                """
                        .formatted(FIRST, product));
        examples.post(
                distributor,
                "/partner-applications/" + apply("Litware") + "/reject",
                "{\"reason\": \"We have enough partners in your region.\"}");
    }

    private String apply(String name) {
        String domain = name.toLowerCase(Locale.ROOT);
        return id(
                examples.post(
                        "",
                        "/partner-applications",
                        """
                        {"loginDomainOfParent": "contoso%1$s", "type": "reseller",
                         "model": "commission", "name": "%2$s", "email": "%3$s",
                         "phone": "+4930901830", "loginDomain": "%5$s%1$s",
                         "contact": {"name": "Wendy Wing", "email": "%4$s",
                                     "phone": "+4930901831"},
                         "message": "We serve engineers in the north."}
                        """
                                .formatted(
                                        suffix,
                                        name,
                                        email("desk", domain),
                                        email("wendy", domain),
                                        domain)));
    }

    private void accountsAndKeys() {
        String accounts = "/partners/" + resellerId + "/accounts";
        String account =
                accounts
                        + "/"
                        + id(
                                examples.post(
                                        reseller,
                                        accounts,
                                        """
                                        {"email": "%s", "name": "Sam Sales", "password": "%s",
                                         "permissions": ["manage_customers", "issue_licenses"]}
                                        """
                                                .formatted(email("sam", "fabrikam"), FIRST)));
        examples.get(reseller, accounts);
        examples.get(reseller, account);
        patch(reseller, account, "{\"permissions\": [\"manage_customers\"]}");
        examples.post(reseller, account + "/deactivate", null);
        examples.post(reseller, account + "/activate", null);
        examples.post(
                reseller, account + "/reset-password", "{\"password\": \"another-first-one\"}");
        examples.call(reseller, "DELETE", account, null);
        String key =
                id(
                        examples.post(
                                reseller,
                                "/api-keys",
                                """
                                {"name": "Usage of the shop", "permissions": ["report_usage"],
                                 "expiresAt": "%s"}
                                """
                                        .formatted(
                                                Instant.now()
                                                        .plus(365, ChronoUnit.DAYS)
                                                        .truncatedTo(ChronoUnit.DAYS))));
        examples.get(reseller, "/api-keys");
        examples.call(reseller, "DELETE", "/api-keys/" + key, null);
    }

    private void customers() {
        customer =
                id(
                        examples.post(
                                reseller,
                                "/customers",
                                """
                                {"email": "%s", "password": "%s", "firstName": "Ada",
                                 "lastName": "Lovelace", "company": "Analytical Engines"}
                                """
                                        .formatted(email("ada", "lovelace"), FIRST)));
        ada = enter(email("ada", "lovelace"));
        examples.get(reseller, "/customers?q=Lovelace");
        examples.get(reseller, "/customers/" + customer);
        patch(reseller, "/customers/" + customer, "{\"company\": \"Analytical Engines Ltd\"}");
        examples.post(reseller, "/customers/" + customer + "/deactivate", null);
        examples.post(reseller, "/customers/" + customer + "/activate", null);
        examples.post(
                reseller,
                "/customers/" + customer + "/reset-password",
                "{\"password\": \"%s\"}".formatted(FIRST));
        ada = enter(email("ada", "lovelace"));
        JsonNode code = examples.post(ada, "/customers/" + customer + "/transfer-code", null);
        examples.post(
                keyway.signIn(email("desk", "tailspin"), PASSWORD),
                "/customer-transfers",
                "{\"code\": \"%s\", \"commit\": false}".formatted(code.path("code").asString()));
    }

    private void orders() {
        String lines =
                "[{\"productId\": \"%s\", \"policyId\": \"%s\", \"quantity\": 10}]"
                        .formatted(product, yearly);
        String five = lines.replace("\"quantity\": 10", "\"quantity\": 5");
        String onDemand =
                "{\"fulfillment\": \"on_demand\", \"externalReferenceId\": \"%s\", \"lines\": "
                        + lines
                        + "}";
        examples.post(distributor, "/orders/preview", onDemand.formatted("PO-1001"));
        String order = id(examples.post(distributor, "/orders", onDemand.formatted("PO-1002")));
        until(distributor, "/orders/" + order, now -> now.path("status").asString().equals("open"));
        examples.get(distributor, "/orders?status=open");
        examples.get(distributor, "/orders/" + order);
        examples.post(distributor, "/orders/" + order + "/lines", "{\"lines\": " + five + "}");
        String managers = "/orders/" + order + "/license-managers";
        examples.call(
                distributor,
                "PUT",
                managers + "/" + resellerId,
                "{\"grants\": [{\"productId\": \"%s\", \"licensesMax\": 5}]}".formatted(product));
        until(distributor, managers, now -> first(now).path("status").asString().equals("active"));
        examples.get(distributor, managers);
        JsonNode issued =
                examples.post(
                        reseller,
                        "/licenses",
                        """
                        {"orderId": "%s", "productId": "%s", "policyId": "%s",
                         "customerId": "%s", "quantity": 1, "resellerNotes": "Q-77"}
                        """
                                .formatted(order, product, yearly, customer));
        license = "/licenses/" + id(first(issued));
        examples.get(reseller, "/issuances/" + issued.path("issuanceId").asString());
        String line =
                keyway.get(distributor, "/api/v1/orders/" + order)
                        .json()
                        .path("lines")
                        .path(0)
                        .path("id")
                        .asString();
        examples.post(
                distributor,
                "/orders/" + order + "/returns",
                "{\"lines\": [{\"lineId\": \"%s\", \"quantity\": 2}]}".formatted(line));
        examples.call(distributor, "DELETE", managers + "/" + resellerId, null);
        String draft =
                id(
                        keyway.post(
                                        distributor,
                                        "/api/v1/orders",
                                        onDemand.formatted("PO-1003")
                                                .replaceFirst("\\{", "{\"draft\": true, "))
                                .json());
        examples.post(distributor, "/orders/" + draft + "/place", null);
        until(distributor, "/orders/" + draft, now -> now.path("status").asString().equals("open"));
        examples.post(distributor, "/orders/" + draft + "/cancel", null);
    }

    private void licenses() {
        examples.get(reseller, "/licenses?q=Lovelace");
        JsonNode one = examples.get(reseller, license);
        examples.post(
                "",
                "/licenses/validate",
                """
                {"key": "%s", "scope": {"productId": "%s", "entitlements": ["export"]}}
                """
                        .formatted(one.path("key").asString(), product));
        patch(reseller, license, "{\"customerPaid\": true, \"customerPaidDate\": \"2026-01-31\"}");
        examples.post(reseller, license + "/suspend", null);
        examples.post(reseller, license + "/reinstate", null);
        examples.post(reseller, license + "/renew?from=expiry", null);
        String twoYears =
                id(
                        keyway.post(
                                        vendor,
                                        "/api/v1/policies",
                                        """
                                        {"productId": "%s", "name": "CAD, two machines",
                                         "type": "subscription", "duration": "P1Y",
                                         "machinesMax": 2, "entitlements": ["export"],
                                         "scheme": "ed25519",
                                         "price": {"amount": 49000, "currency": "EUR"}}
                                        """
                                                .formatted(product))
                                .json());
        grantWholeProduct();
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                keyway.post(
                                                        reseller,
                                                        "/api/v1" + license + "/change-policy",
                                                        change(twoYears))
                                                .status()
                                        == 200);
        examples.post(reseller, license + "/change-policy", change(yearly));
        String charles = Tree.customer(keyway, reseller, email("charles", "babbage"));
        examples.post(
                reseller, license + "/transfer", "{\"customerId\": \"%s\"}".formatted(charles));
        keyway.post(
                reseller,
                "/api/v1" + license + "/transfer",
                "{\"customerId\": \"%s\"}".formatted(customer));
    }

    private void grantWholeProduct() {
        keyway.put(
                vendor,
                "/api/v1/partners/" + distributorId + "/grants",
                "[{\"productId\": \"%s\"}]".formatted(product));
    }

    private static String change(String policy) {
        return "{\"policyId\": \"%s\", \"expiry\": \"keep\"}".formatted(policy);
    }

    private void machines() {
        String machine =
                id(
                        examples.post(
                                reseller,
                                license + "/machines",
                                """
                                {"fingerprint": "7c:2a:31", "name": "Ada's workstation",
                                 "hostname": "engine-1", "platform": "linux"}
                                """));
        examples.get(reseller, license + "/machines");
        examples.post(reseller, "/machines/" + machine + "/ping", null);
        examples.post(reseller, license + "/check-out?ttl=P30D", null);
        examples.post(reseller, license + "/machines/" + machine + "/check-out?ttl=P30D", null);
        examples.call(reseller, "DELETE", "/machines/" + machine, null);
    }

    private void batches() {
        String batch =
                "/license-batches/"
                        + id(
                                examples.post(
                                        reseller,
                                        "/license-batches",
                                        """
                                        {"kind": "issue", "rows": [
                                          {"customer": "%s", "product": "cad",
                                           "policy": "CAD, one year", "quantity": 1,
                                           "customerDetails": "Room 7"}]}
                                        """
                                                .formatted(email("ada", "lovelace"))));
        until(reseller, batch, now -> now.path("status").asString().equals("completed"));
        examples.get(reseller, "/license-batches");
        examples.get(reseller, batch);
        examples.get(reseller, batch + "/rows");
        examples.call(reseller, "GET", batch + ".csv", null);
        examples.post(reseller, batch + "/stop", null);
        examples.post(reseller, batch + "/resume", null);
    }

    private void settlements() {
        JsonNode issued =
                keyway.post(
                                reseller,
                                "/api/v1/licenses",
                                """
                                {"productId": "%s", "policyId": "%s", "customerId": "%s",
                                 "quantity": 2}
                                """
                                        .formatted(product, yearly, customer))
                        .json();
        String one = id(first(issued));
        String other = id(issued.path("items").path(1));
        until(
                reseller,
                "/settlements/owed",
                now ->
                        now.findValuesAsString("licenseId").toString().contains(other)
                                || now.toString().contains(other));
        examples.get(reseller, "/settlements/owed");
        examples.post(
                reseller, "/settlements/preview", "{\"licenseIds\": [\"%s\"]}".formatted(one));
        String paid = settle(one);
        examples.get(distributor, "/settlements?status=open");
        examples.get(reseller, paid);
        examples.post(distributor, paid + "/pay", "{\"reference\": \"Transfer 4711\"}");
        examples.post(reseller, settle(other) + "/cancel", null);
    }

    private String settle(String owed) {
        return "/settlements/"
                + id(
                        examples.post(
                                reseller,
                                "/settlements",
                                "{\"licenseIds\": [\"%s\"], \"termsAccepted\": true}"
                                        .formatted(owed)));
    }

    private void usageAndStatements() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        examples.post(reseller, "/events/preview", event("e-1", now, 25));
        examples.post(reseller, "/events", event("e-1", now, 25));
        // The same id with another content is rejected.
        examples.post(reseller, "/events", event("e-1", now, 26));
        Instant lastMonth = Instant.parse(MatrixIds.LAST_MONTH.atEndOfMonth() + "T12:00:00Z");
        examples.post(reseller, "/events", event("e-0", lastMonth, 800));
        String licenseId = license.substring("/licenses/".length());
        until(
                reseller,
                "/balances?licenseId=" + licenseId,
                usage -> usage.toString().contains("\"25"));
        quotas(licenseId);
        examples.get(
                vendor,
                "/usage?meter=messages&window=month&groupBy=partner&dimension=region"
                        + "&zone=Europe/Berlin");
        examples.get(vendor, "/partners/overview");
        examples.post(
                vendor,
                "/usage-corrections",
                """
                {"licenseId": "%s", "source": "/mailer", "eventId": "e-1", "action": "amend",
                 "data": {"count": 20, "region": "north"},
                 "reason": "Five messages were tests of the shop"}"""
                        .formatted(licenseId));
        examples.get(reseller, "/usage-corrections?licenseId=" + licenseId);
        remeterings(now);
        examples.call(vendor, "PUT", "/usage-settings", "{\"acceptedFor\": \"P35D\"}");
        examples.get(reseller, "/usage-settings");
        examples.post(reseller, "/events", event("e-2", now.minus(Duration.ofDays(40)), 9));
        JsonNode late = examples.get(reseller, "/late-events").path("items").path(0);
        examples.post(
                vendor,
                "/late-events/" + late.path("id").asString() + "/take-in",
                "{\"reason\": \"The mail server was offline\"}");
        until(reseller, "/rejected-events", events -> !events.path("items").isEmpty());
        examples.get(reseller, "/rejected-events");
        String period = MatrixIds.LAST_MONTH.toString();
        credits(period);
        until(
                vendor,
                "/usage?meter=messages&from=%s-01T00:00:00Z"
                        .formatted(MatrixIds.LAST_MONTH.minusMonths(1)),
                // With the late event, which is of the month before in the first days of a month.
                usage ->
                        usage.toString().contains("\"809") || usage.toString().contains("\"9\""));
        String close =
                "/statement-closes/"
                        + id(
                                examples.post(
                                        vendor,
                                        "/statements/close",
                                        "{\"period\": \"%s\"}".formatted(period)));
        until(vendor, close, progress -> progress.path("status").asString().equals("done"));
        examples.get(vendor, close);
        JsonNode statements = examples.get(vendor, "/statements?partnerId=" + distributorId);
        String statement =
                "/statements/"
                        + id(
                                statements
                                        .path("items")
                                        .valueStream()
                                        .filter(
                                                one ->
                                                        one.path("status")
                                                                .asString()
                                                                .equals("closed"))
                                        .findFirst()
                                        .orElseThrow());
        examples.get(vendor, statement);
        examples.call(vendor, "GET", statement + ".csv", null);
        examples.call(vendor, "GET", statement + ".pdf", null);
        creditNotes(statement.substring("/statements/".length()));
    }

    /** The distributor has bought 50.00 for 45.00; another credit was given by mistake. */
    private void credits(String period) {
        String body =
                """
                {"partnerId": "%s", "kind": "%s", "amount": {"amount": 5000, "currency": "EUR"},
                 %s "from": "%s", "until": "%s", "note": "%s"}""";
        String until = MatrixIds.LAST_MONTH.plusYears(1).toString();
        String credit =
                "/credits/"
                        + id(
                                examples.post(
                                        vendor,
                                        "/credits",
                                        body.formatted(
                                                distributorId,
                                                "prepaid",
                                                "\"price\": {\"amount\": 4500, \"currency\": \"EUR\"},",
                                                period,
                                                until,
                                                "Prepaid for a year")));
        examples.get(vendor, "/credits?partnerId=" + distributorId);
        examples.get(vendor, credit);
        String mistaken =
                "/credits/"
                        + id(
                                examples.post(
                                        vendor,
                                        "/credits",
                                        body.formatted(
                                                distributorId,
                                                "grant",
                                                "",
                                                period,
                                                until,
                                                "Welcome")));
        examples.post(vendor, mistaken + "/void", "{\"reason\": \"Meant for another partner\"}");
    }

    private void creditNotes(String statementId) {
        String key =
                examples.get(vendor, "/statements/" + statementId)
                        .path("lines")
                        .valueStream()
                        .filter(line -> line.at("/amount/amount").asLong() > 0)
                        .findFirst()
                        .orElseThrow()
                        .path("key")
                        .asString();
        String note =
                "/credit-notes/"
                        + id(
                                examples.post(
                                        vendor,
                                        "/credit-notes",
                                        """
                                        {"statementId": "%s", "lineKey": "%s",
                                         "amount": {"amount": 100, "currency": "EUR"},
                                         "reason": "The service was down for a day"}"""
                                                .formatted(statementId, key)));
        examples.get(vendor, "/credit-notes?partnerId=" + distributorId);
        examples.get(vendor, note);
    }

    /** One that is not wanted, and one that is applied. */
    private void remeterings(Instant now) {
        String meter = id(first(examples.get(vendor, "/meters")));
        String range =
                "{\"meterId\": \"%s\", \"from\": \"%s\", \"to\": \"%s\"}"
                        .formatted(meter, now.minus(Duration.ofDays(1)), now);
        String unwanted = "/remeterings/" + id(examples.post(vendor, "/remeterings", range));
        examples.post(vendor, unwanted + "/cancel", null);
        String wanted = "/remeterings/" + id(examples.post(vendor, "/remeterings", range));
        until(vendor, wanted, one -> one.path("status").asString().equals("ready"));
        examples.get(vendor, wanted);
        examples.post(
                vendor, wanted + "/apply", "{\"reason\": \"The meter read the wrong property\"}");
        until(vendor, wanted, one -> one.path("status").asString().equals("done"));
        examples.get(vendor, "/remeterings");
    }

    /** Of 30 messages, 25 are used: a threshold is reached at once. */
    private void quotas(String licenseId) {
        String quota =
                "/quotas/"
                        + id(
                                examples.post(
                                        reseller,
                                        "/quotas",
                                        """
                                        {"meter": "messages", "licenseId": "%s",
                                         "included": "30", "limit": "hard",
                                         "thresholds": [80, 100]}
                                        """
                                                .formatted(licenseId)));
        examples.get(reseller, "/quotas?licenseId=" + licenseId);
        examples.get(reseller, quota);
        examples.get(ada, "/balances?licenseId=" + licenseId);
        patch(reseller, quota, "{\"included\": \"1000\"}");
        examples.call(reseller, "DELETE", quota, null);
    }

    private String event(String id, Instant time, int count) {
        return """
        {"specversion": "1.0", "id": "%s", "source": "/mailer",
         "type": "com.northwind.message.sent", "subject": "%s", "time": "%s",
         "data": {"count": %s, "region": "north"}}
        """
                .formatted(id, license.substring("/licenses/".length()), time, count);
    }

    private void audit() {
        String ofProduct = "/audit?resource=" + product;
        until(vendor, ofProduct, records -> records.path("items").size() == 2);
        examples.get(vendor, ofProduct);
        examples.get(vendor, "/audit/chains/" + vendorId + "?limit=2");
    }

    private void sessions() {
        String credentials =
                "{\"username\": \"%s\", \"password\": \"%s\"}"
                        .formatted(email("ada", "lovelace"), PASSWORD);
        JsonNode tokens = examples.post("", "/tokens", credentials);
        JsonNode renewed =
                examples.post(
                        "",
                        "/tokens/refresh",
                        "{\"refreshToken\": \"%s\"}"
                                .formatted(tokens.path("refreshToken").asString()));
        examples.call(renewed.path("accessToken").asString(), "DELETE", "/tokens/current", null);
        Answer opened =
                examples.call("", "POST", "/session", credentials, Map.of("Origin", keyway.url()));
        String cookie = opened.header("Set-Cookie").replaceFirst(";.*", "");
        Map<String, String> browser =
                Map.of(
                        "Cookie", cookie,
                        "Origin", keyway.url(),
                        "Keyway-CSRF", opened.header("Keyway-CSRF"));
        examples.call("", "GET", "/session", null, browser);
        examples.call("", "DELETE", "/session", null, browser);
    }

    private void partings() {
        examples.post(reseller, license + "/revoke", null);
        examples.call(distributor, "DELETE", "/partners/" + tailspinId, null);
    }

    private String join(String parent, String type, String name, String more) {
        String domain = name.toLowerCase(Locale.ROOT);
        String[] id = new String[1];
        String body =
                """
                {"type": "%s", "name": "%s", "email": "%s", "phone": "+4930901820",
                 "password": "%s", "loginDomain": "%s", %s,
                 "contact": {"name": "Dana Desk", "email": "%s", "phone": "+4930901821"},
                 "grants": [{"productId": "%s"}]}
                """
                        .formatted(
                                type,
                                name,
                                email("desk", domain),
                                FIRST,
                                domain + suffix,
                                more,
                                email("dana", domain),
                                product);
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            Answer answer = keyway.post(parent, "/api/v1/partners", body);
                            id[0] = answer.id();
                            return answer.status() == 201;
                        });
        return id[0];
    }

    /** Signs in and changes the password that somebody else has set. */
    private String enter(String email) {
        String token = keyway.freshToken(email, FIRST);
        examples.call(
                token,
                "PUT",
                "/me/password",
                "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}"
                        .formatted(FIRST, PASSWORD));
        return keyway.freshToken(email, PASSWORD);
    }

    private void until(String token, String path, Predicate<JsonNode> reached) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> keyway.get(token, "/api/v1" + path).json(), reached);
    }

    private void patch(String token, String path, String body) {
        examples.call(token, "PATCH", path, body);
    }

    private String email(String who, String domain) {
        return who + "@" + domain + suffix + ".example";
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asString();
    }

    private static JsonNode first(JsonNode list) {
        return list.path("items").path(0);
    }
}
