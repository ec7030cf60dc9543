package io.keyway.license.batches;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.AuditEvent.AuditRecorded;
import io.keyway.contracts.event.CustomerEvent.CustomerCreated;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerDeactivated;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseProperties;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import io.keyway.license.batchinput.BatchKind;
import io.keyway.license.batchinput.RowInput;
import io.keyway.license.network.Network;
import io.keyway.license.signing.KeyHash;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Many requests in one, each row with the result that a call for it alone would have. */
@LicenseServiceTest
class LicenseBatchesTest {

    private static final String BATCHES = "/api/v1/license-batches";
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Markets markets;
    private final Market market;
    private final Api api;
    private final Network network;
    private final Batches batches;
    private final BatchRows rows;
    private final ProcessBatches work;
    private final ProcessRow doRow;
    private final SenderPermissions rights;
    private final LicenseProperties settings;
    private final PublishedEvents published;
    private final String code = "batch-" + NUMBER.incrementAndGet() + "-" + System.nanoTime();
    private final ProductId product;
    private final PolicyId policy;
    private final String email = code + "@example.com";
    private final CustomerId customer;

    @Autowired
    LicenseBatchesTest(
            Markets markets,
            Network network,
            Batches batches,
            BatchRows rows,
            ProcessBatches work,
            ProcessRow doRow,
            SenderPermissions rights,
            LicenseProperties settings,
            PublishedEvents published) {
        this.markets = markets;
        this.market = markets.open();
        this.api = market.api;
        this.network = network;
        this.batches = batches;
        this.rows = rows;
        this.work = work;
        this.doRow = doRow;
        this.rights = rights;
        this.settings = settings;
        this.published = published;
        this.product = market.product(Map.of("code", code));
        this.policy = market.policy(product);
        this.customer = customer(email, market.reseller.path());
        market.grantToAll(product);
    }

    @Test
    void eachRowIsIssuedOrFailsWithTheCodeOfASingleCall() {
        ProductId other = market.product();
        market.policy(other);
        CustomerId foreign = markets.open().customer();
        JsonNode batch =
                sent(
                        market.reseller,
                        List.of(
                                row(email, code, "standard", 2),
                                row(customer.value(), product.value(), policy.value(), 1),
                                row("nobody@example.com", code, "Standard", 1),
                                row(foreign.value(), code, "Standard", 1),
                                row(email, "no-such-code", "Standard", 1),
                                row(email, code, "Deluxe", 1),
                                row(email, other.value(), "Standard", 1),
                                row(email, code, "Standard", 8)));

        assertThat(batch.get("status").asString()).isEqualTo("completed");
        assertThat(batch.get("rows").asInt()).isEqualTo(8);
        assertThat(batch.get("done").asInt()).isEqualTo(8);
        assertThat(batch.get("issued").asInt()).isEqualTo(2);
        assertThat(batch.get("failed").asInt()).isEqualTo(6);
        List<JsonNode> results = results(market.reseller, batch, "");
        assertThat(results)
                .extracting(row -> row.get("status").asString())
                .containsExactly(
                        "issued", "issued", "failed", "failed", "failed", "failed", "failed",
                        "failed");
        assertThat(results.subList(2, 8))
                .extracting(row -> row.get("code").asString())
                .containsExactly(
                        "not_found",
                        "not_found",
                        "not_found",
                        "not_found",
                        "not_found",
                        "unpaid_limit_reached");
        // A foreign customer looks like one that there is not.
        assertThat(results.get(3).get("detail")).isEqualTo(results.get(2).get("detail"));
        assertThat(results.get(0).get("keys")).hasSize(2);
        assertThat(results.get(0).get("licenseIds")).hasSize(2);
        assertThat(market.verdict(results.get(1).at("/keys/0").asString(), Map.of()))
                .isEqualTo("VALID");
        assertThat(market.licenses(market.reseller, "customerId=" + customer)).hasSize(3);
        assertThat(results(market.reseller, batch, "status=failed")).hasSize(6);
        assertThat(results(market.reseller, batch, "status=pending")).isEmpty();
    }

    @Test
    void explainsKnownProductOutsideThePortfolio() {
        ProductId other = market.product();
        PolicyId othersPolicy = market.policy(other);

        JsonNode batch =
                sent(market.reseller, List.of(row(email, other.value(), othersPolicy.value(), 1)));

        // By its name it is not seen, as in every list; by its id it is what the call itself says.
        assertThat(results(market.reseller, batch, "").getFirst().get("code").asString())
                .isEqualTo("not_in_portfolio");
    }

    @Test
    void rowSeesLicensesOfThePreviousRow() {
        Map<String, Object> additional = new HashMap<>(row(email, code, "Standard", 1));
        additional.put("class", "additional");
        JsonNode batch =
                sent(
                        market.reseller,
                        List.of(additional, row(email, code, "Standard", 1), additional));

        assertThat(results(market.reseller, batch, ""))
                .extracting(row -> row.path("code").asString(""))
                .containsExactly("primary_license_required", "", "");
    }

    @Test
    void csvIsTheSameAsJson() {
        Api.Answer answer =
                csv(
                        market.reseller,
                        "kind=issue",
                        "customer,product,policy,quantity,resellerNotes\n"
                                + email
                                + ","
                                + code
                                + ",Standard,2,PO 7\n"
                                + "nobody@example.com,"
                                + code
                                + ",Standard,1,\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.response().headers().firstValue("Location"))
                .contains(BATCHES + "/" + answer.json().get("id").asString());
        JsonNode batch = ended(market.reseller, answer.json().get("id").asString());
        assertThat(batch.get("issued").asInt()).isEqualTo(1);
        assertThat(market.licenses(market.reseller, "customerId=" + customer))
                .hasSize(2)
                .allSatisfy(
                        license ->
                                assertThat(license.get("resellerNotes").asString())
                                        .isEqualTo("PO 7"));

        Api.Answer file =
                api.get(market.reseller, BATCHES + "/" + batch.get("id").asString() + ".csv");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.response().headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/csv");
        List<String> lines = file.text().lines().toList();
        assertThat(lines).hasSize(4);
        List<String> keys = new ArrayList<>();
        results(market.reseller, batch, "status=issued")
                .getFirst()
                .get("keys")
                .forEach(key -> keys.add(key.asString()));
        assertThat(lines.get(1)).startsWith("1,issued,,,").endsWith(keys.get(0));
        assertThat(lines.get(2)).startsWith("1,issued,,,").endsWith(keys.get(1));
        assertThat(lines.get(3)).startsWith("2,failed,not_found,There is no such customer.,");
    }

    @Test
    void csvCellIsNotAFormula() {
        JsonNode batch = sent(market.reseller, List.of(row("=1+1", code, "-x", 1)));

        String file =
                api.get(market.reseller, BATCHES + "/" + batch.get("id").asString() + ".csv")
                        .text();

        assertThat(file).contains(",'=1+1,").contains(",'-x,");
    }

    @Test
    void refusesTheWholeBatchForAnInvalidRow() {
        Api.Answer json =
                api.post(
                        market.reseller,
                        BATCHES,
                        Map.of(
                                "kind",
                                "issue",
                                "rows",
                                List.of(
                                        row(email, code, "Standard", 1),
                                        row(email, code, "Standard", 101))));
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.json().at("/invalidFields/0/field").asString())
                .isEqualTo("rows[1].quantity");

        Api.Answer csv = csv(market.reseller, "kind=issue", "customer,product\na,b\n");
        assertThat(csv.status()).isEqualTo(400);
        assertThat(csv.json().at("/invalidFields/0/field").asString()).isEqualTo("columns");

        for (Object wrong :
                List.of(
                        Map.of("kind", "issue", "rows", List.of()),
                        Map.of("kind", "gift", "rows", List.of(row(email, code, "Standard", 1))),
                        Map.of("rows", List.of(row(email, code, "Standard", 1))),
                        Map.of("kind", "issue"),
                        "null",
                        "{\"kind\":\"issue\",\"rows\":[null]}",
                        "{\"kind\":\"issue\",\"rows\":[{\"colour\":\"red\"}]}",
                        Map.of(
                                "kind",
                                "issue",
                                "rows",
                                IntStream.range(0, 1001)
                                        .mapToObj(i -> row(email, code, "Standard", 1))
                                        .toList()))) {
            Api.Answer answer = api.post(market.reseller, BATCHES, wrong);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        }
        assertThat(api.get(market.reseller, BATCHES).json().get("items")).isEmpty();
    }

    @Test
    void acceptsTheLargestBatch() {
        JsonNode batch =
                sent(
                        market.reseller,
                        IntStream.range(0, 1000)
                                .mapToObj(i -> row("nobody@example.com", code, "Standard", 1))
                                .toList(),
                        Map.of());

        assertThat(batch.get("failed").asInt()).isEqualTo(1000);
        assertThat(results(market.reseller, batch, "limit=200"))
                .extracting(row -> row.get("row").asInt())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void resumedRowIsIssuedWhenItsCauseIsFixed() {
        JsonNode batch =
                sent(
                        market.reseller,
                        List.of(
                                row(email, code, "Standard", 8),
                                row(email, code, "Standard", 8),
                                row("late-" + email, code, "Standard", 1)));
        assertThat(batch.get("failed").asInt()).isEqualTo(2);
        market.partner(
                PartnerType.RESELLER,
                100,
                market.vendorId,
                market.distributorId,
                market.resellerId);
        customer("late-" + email, market.reseller.path());

        Api.Answer resumed = resume(market.reseller, batch);
        assertThat(resumed.status()).as(resumed.text()).isEqualTo(202);

        JsonNode ended = ended(market.reseller, batch.get("id").asString());
        assertThat(ended.get("issued").asInt()).isEqualTo(3);
        assertThat(ended.get("failed").asInt()).isZero();
        assertThat(results(market.reseller, batch, ""))
                .allSatisfy(row -> assertThat(row.path("code").isMissingNode()).isTrue());
        assertThat(licensesOf("customerId=" + customer)).isEqualTo(16);
        // Nothing is left to do, and nothing is done again.
        assertThat(resume(market.reseller, batch).json().get("status").asString())
                .isEqualTo("completed");
        assertThat(licensesOf("customerId=" + customer)).isEqualTo(16);
    }

    /** As if the process had died after it took the batch up, and again in the middle of it. */
    @Test
    void continuesBatchOfAKilledProcess() {
        Batch batch = kept(20);
        step(work, batch, 5);
        assertThat(rows.count(batch.id(), BatchRow.Status.ISSUED)).isEqualTo(5);
        // The issuance of the next row has begun, and its result is not stored.
        BatchRow next = rows.pending(batch.id(), 1).getFirst();
        assertThat(next.number()).isEqualTo(6);
        recoversBeforeTheChunkIsMarked(batch, next);
        batches.move(batch.id(), now -> now.takenUp(Instant.now().plusSeconds(1)));

        JsonNode ended = ended(market.reseller, batch.id().value());

        assertThat(ended.get("issued").asInt()).isEqualTo(20);
        assertThat(licensesOf("customerId=" + customer)).isEqualTo(20);
    }

    @Test
    void twoInstancesAtTheSameBatchIssueNothingTwice() throws InterruptedException {
        Batch batch = kept(30);

        List<Thread> workers =
                IntStream.range(0, 3)
                        .mapToObj(i -> Thread.ofVirtual().start(() -> step(work, batch, 50)))
                        .toList();
        for (Thread worker : workers) {
            worker.join();
        }
        batches.move(batch.id(), now -> now.takenUp(Instant.now()));

        JsonNode ended = ended(market.reseller, batch.id().value());
        assertThat(ended.get("issued").asInt()).isEqualTo(30);
        assertThat(licensesOf("customerId=" + customer)).isEqualTo(30);
        assertThat(
                        results(market.reseller, ended, "limit=200").stream()
                                .map(row -> row.at("/licenseIds/0").asString())
                                .collect(Collectors.toSet()))
                .hasSize(30);
    }

    @Test
    void onlyOneInstanceProcessesABatch() {
        Batch batch = kept(1);
        Instant now = batch.due();

        assertThat(taken(now.minusMillis(1))).doesNotContain(batch.id());
        assertThat(taken(now)).containsOnlyOnce(batch.id());
        assertThat(taken(now)).doesNotContain(batch.id());
    }

    /** Takes all batches that are due; other tests may have left some. */
    private List<BatchId> taken(Instant now) {
        List<BatchId> taken = new ArrayList<>();
        Instant until = now.plusSeconds(60);
        for (Optional<Batch> next = batches.takeNext(now, until);
                next.isPresent();
                next = batches.takeNext(now, until)) {
            taken.add(next.get().id());
        }
        return taken;
    }

    @Test
    void theSameRequestAgainIsTheSameBatch() {
        Map<String, Object> body = body(List.of(row(email, code, "Standard", 1)), Map.of());
        Map<String, String> key = Map.of("Idempotency-Key", "batch-" + System.nanoTime());

        Api.Answer first = api.post(market.reseller, BATCHES, body, key);
        Api.Answer again = api.post(market.reseller, BATCHES, body, key);

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        ended(market.reseller, first.json().get("id").asString());
        assertThat(licensesOf("customerId=" + customer)).isEqualTo(1);
        assertThat(api.get(market.reseller, BATCHES).json().get("items")).hasSize(1);
    }

    @Test
    void partnerSwitchedOffDuringABatchGetsNothingMore() {
        Batch batch = kept(4);
        step(work, batch, 2);
        switchOff(market.distributorId);

        step(work, batch, 10);

        List<JsonNode> results = results(market.reseller, id(batch), "");
        assertThat(results)
                .extracting(row -> row.path("code").asString(""))
                .containsExactly("", "", "unauthenticated", "unauthenticated");
        assertThat(licensesOf("customerId=" + customer)).isEqualTo(2);
    }

    @Test
    void partnerWithoutPermissionGetsNothingMore() {
        Batch batch = kept(1);
        PartnerState reseller = network.partner(market.resellerId).orElseThrow();
        publish(
                new PartnerState(
                        reseller.id(),
                        reseller.type(),
                        reseller.model(),
                        reseller.path(),
                        reseller.name(),
                        reseller.status(),
                        true,
                        Set.of(Permission.READ_USAGE),
                        "EUR",
                        null,
                        reseller.discountPercent(),
                        reseller.commissionPercent(),
                        reseller.unpaidLicenseLimit(),
                        reseller.trialLicenseLimit()));

        step(work, batch, 50);

        assertThat(results(market.reseller, id(batch), "").getFirst().get("code").asString())
                .isEqualTo("forbidden");
    }

    @Test
    void rowFailsAfterRepeatedInternalErrors() {
        Batch batch = kept(2);
        ProcessRow broken =
                new ProcessRow(null, null, null, settings) {
                    @Override
                    Result run(Caller caller, Batch of, BatchRow row) {
                        if (row.number() == 1) {
                            throw new IllegalStateException("broken");
                        }
                        return doRow.run(caller, of, row);
                    }
                };
        ProcessBatches failing =
                new ProcessBatches(
                        batches, rows, rights, broken, settings, java.time.Clock.systemUTC());
        for (int i = 1; i < settings.batches().triesMax(); i++) {
            step(failing, batch, 10);
            assertThat(rows.count(batch.id(), BatchRow.Status.PENDING)).as("try " + i).isEqualTo(2);
        }

        step(failing, batch, 10);

        assertThat(results(market.reseller, id(batch), ""))
                .extracting(row -> row.path("code").asString(""))
                .containsExactly("internal", "");
        resume(market.reseller, id(batch));
        assertThat(ended(market.reseller, batch.id().value()).get("issued").asInt()).isEqualTo(2);
    }

    @Test
    void aStoppedBatchWaitsUntilItIsResumed() {
        Batch batch = kept(5);
        step(work, batch, 2);

        Api.Answer stopped = api.post(market.reseller, BATCHES + "/" + batch.id() + "/stop", null);
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
        assertThat(stopped.json().get("status").asString()).isEqualTo("stopped");
        assertThat(stopped.json().get("done").asInt()).isEqualTo(2);
        // The instance that had taken the batch does nothing more.
        step(work, batch, 50);
        assertThat(rows.count(batch.id(), BatchRow.Status.PENDING)).isEqualTo(3);

        assertThat(resume(market.reseller, id(batch)).status()).isEqualTo(202);
        assertThat(ended(market.reseller, batch.id().value()).get("issued").asInt()).isEqualTo(5);
    }

    @Test
    void aBatchThatIsBeingWorkedOnIsNotResumed() {
        Batch batch = kept(1);

        assertThat(resume(market.reseller, id(batch)).code()).isEqualTo("conflict");
        assertThat(
                        api.post(
                                        market.reseller,
                                        BATCHES + "/" + batch.id() + "/stop",
                                        null,
                                        Map.of("If-Match", "\"99\""))
                                .code())
                .isEqualTo("version_mismatch");
    }

    @Test
    void limitsRunningBatchesOfAPartner() {
        for (int i = 0; i < 5; i++) {
            kept(1);
        }

        Api.Answer sixth =
                api.post(
                        market.reseller,
                        BATCHES,
                        body(List.of(row(email, code, "Standard", 1)), Map.of()));

        assertThat(sixth.status()).isEqualTo(409);
        assertThat(sixth.code()).isEqualTo("conflict");
    }

    @Test
    void oneBatchDoesNotHoldUpAnother() {
        Batch large = kept(200);
        Batch small = kept(1);

        // Both due at once, the large one first.
        batches.move(large.id(), now -> now.takenUp(Instant.now().minusSeconds(2)));
        batches.move(small.id(), now -> now.takenUp(Instant.now().minusSeconds(1)));
        ended(market.reseller, small.id().value());

        assertThat(batches.load(large.id()).orElseThrow().done()).isLessThan(200);
        api.post(market.reseller, BATCHES + "/" + large.id() + "/stop", null);
    }

    @Test
    void rowsAreIssuedInTheOrderThatTheBatchNames() {
        OrderState order =
                market.onDemand(
                        product,
                        policy,
                        3,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        JsonNode batch =
                sent(
                        market.reseller,
                        List.of(row(email, code, "Standard", 2), row(email, code, "Standard", 2)),
                        Map.of("orderId", order.id().value()));

        assertThat(results(market.reseller, batch, ""))
                .extracting(row -> row.path("code").asString(""))
                .containsExactly("", "quota_exceeded");
        assertThat(market.licenses(market.reseller, "customerId=" + customer))
                .allSatisfy(
                        license ->
                                assertThat(license.get("paymentStatus").asString())
                                        .isEqualTo("not_due"));
    }

    @Test
    void anImportedKeyIsALicenseLikeAnyOther() {
        String key = "OLD/" + code + "==";
        Instant end = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.MILLIS);
        JsonNode batch =
                imported(
                        market.vendor,
                        List.of(
                                importing(key, Map.of("expiresAt", end.toString())),
                                importing(key + "2", Map.of()),
                                importing(key, Map.of())));

        List<JsonNode> results = results(market.vendor, batch, "");
        assertThat(results)
                .extracting(row -> row.path("code").asString(""))
                .containsExactly("", "", "already_exists");
        assertThat(results.getFirst().at("/keys/0").asString()).isEqualTo(key);
        assertThat(market.verdict(key, Map.of("productId", product.value()))).isEqualTo("VALID");
        JsonNode license =
                api.get(
                                market.reseller,
                                "/api/v1/licenses/"
                                        + results.getFirst().at("/licenseIds/0").asString())
                        .json();
        assertThat(license.get("key").asString()).isEqualTo(key);
        assertThat(license.get("expiresAt").asString()).isEqualTo(end.toString());
        assertThat(license.get("issuedAt").asString()).isEqualTo("2024-01-02T03:04:05Z");
        assertThat(license.get("paymentStatus").asString()).isEqualTo("not_due");
        assertThat(license.path("price").isMissingNode()).isTrue();
        // Told to the other services as what is issued is.
        eventually(
                () ->
                        assertThat(published.all(LicensesIssued.class))
                                .anySatisfy(
                                        event ->
                                                assertThat(event.items().getFirst().keyHash())
                                                        .isEqualTo(KeyHash.of(key))));
        // From here on it is suspended, found and so on, as any other is.
        assertThat(
                        api.post(
                                        market.reseller,
                                        "/api/v1/licenses/"
                                                + license.get("id").asString()
                                                + "/suspend",
                                        null)
                                .status())
                .isEqualTo(200);
        eventually(() -> assertThat(market.verdict(key, Map.of())).isEqualTo("SUSPENDED"));
    }

    @Test
    void anImportWithoutAnEndHasTheOneOfItsPolicy() {
        PolicyId yearly =
                market.policy(
                        product,
                        Map.of("name", "Yearly", "type", "subscription", "duration", "P1Y"));
        Map<String, Object> row = new HashMap<>(importing("Y-" + code, Map.of()));
        row.put("policy", yearly.value());

        imported(market.vendor, List.of(row));

        // Issued in 2024 for a year: it is over.
        assertThat(market.verdict("Y-" + code, Map.of())).isEqualTo("EXPIRED");
    }

    @Test
    void onlyTheVendorImportsAndOfItsAccountsThoseThatManageTheCatalog() {
        Map<String, Object> body =
                Map.of("kind", "import", "rows", List.of(importing("X-" + code, Map.of())));
        Caller sales = Callers.partner(Permission.ofSales(), market.vendorId);
        Caller withAll =
                Callers.partner(Permission.ofVendor(), market.vendorId, market.distributorId);

        for (Caller caller : List.of(market.reseller, market.distributor, withAll, sales)) {
            assertThat(api.post(caller, BATCHES, body).code()).isEqualTo("forbidden");
        }
        assertThat(market.verdict("X-" + code, Map.of())).isEqualTo("NOT_FOUND");
    }

    @Test
    void refusesBatchesOfCustomersAndCallersWithoutPermission() {
        Map<String, Object> body = body(List.of(row(email, code, "Standard", 1)), Map.of());
        Caller reads =
                Callers.partner(
                        Set.of(Permission.READ_USAGE), market.vendorId, market.distributorId);
        Caller itself =
                Callers.customer(
                        customer, market.vendorId, market.distributorId, market.resellerId);

        for (Caller caller : List.of(reads, itself, Caller.anonymous(), Callers.operator())) {
            assertThat(api.post(caller, BATCHES, body).code()).isEqualTo("forbidden");
            assertThat(csv(caller, "kind=issue", "nonsense").code()).isEqualTo("forbidden");
        }
        JsonNode batch = sent(market.reseller, List.of(row(email, code, "Standard", 1)));
        assertThat(api.get(itself, BATCHES).json().get("items")).isEmpty();
        assertThat(api.get(itself, BATCHES + "/" + batch.get("id").asString()).status())
                .isEqualTo(404);
    }

    @Test
    void aForeignBatchIsMissing() {
        JsonNode batch = sent(market.reseller, List.of(row(email, code, "Standard", 1)));
        String id = batch.get("id").asString();
        Market other = markets.open();
        Caller sibling =
                Callers.partner(
                        Permission.ofVendor(),
                        market.vendorId,
                        market.distributorId,
                        PartnerId.next());
        for (Caller foreign :
                List.of(
                        other.vendor,
                        sibling,
                        Callers.customer(CustomerId.next(), market.vendorId),
                        Caller.anonymous())) {
            for (String path : List.of("/%s", "/%s/rows", "/%s.csv")) {
                assertMissing(foreign, "GET", path, id);
            }
            assertMissing(foreign, "POST", "/%s/resume", id);
            assertMissing(foreign, "POST", "/%s/stop", id);
            assertThat(api.get(foreign, BATCHES).json().get("items")).isEmpty();
        }
        // Those above it see it, and may stop it; only who sent it goes on with it.
        for (Caller above : List.of(market.distributor, market.vendor)) {
            assertThat(api.get(above, BATCHES + "/" + id).status()).isEqualTo(200);
            assertThat(api.get(above, BATCHES).json().get("items")).hasSize(1);
            assertThat(resume(above, batch).code()).isEqualTo("forbidden");
            assertThat(api.post(above, BATCHES + "/" + id + "/stop", null).status()).isEqualTo(200);
        }
    }

    @Test
    void aForeignOrderIsMissingAndAForeignNameFailsItsRow() {
        Market other = markets.open();
        ProductId othersProduct = other.product(Map.of("code", "other-" + code));
        PolicyId othersPolicy = other.policy(othersProduct);
        OrderState othersOrder = other.onDemand(othersProduct, othersPolicy, 5);
        List<Map<String, Object>> one = List.of(row(email, code, "Standard", 1));

        Api.Answer foreign =
                api.post(
                        market.reseller,
                        BATCHES,
                        body(one, Map.of("orderId", othersOrder.id().value())));
        Api.Answer missing =
                api.post(
                        market.reseller,
                        BATCHES,
                        body(one, Map.of("orderId", OrderId.next().value())));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text()).isEqualTo(missing.text());

        JsonNode batch =
                sent(
                        market.reseller,
                        List.of(
                                row(email, "other-" + code, "Standard", 1),
                                row(email, othersProduct.value(), "Standard", 1),
                                row(email, code, othersPolicy.value(), 1)));
        assertThat(results(market.reseller, batch, ""))
                .extracting(row -> row.get("detail").asString())
                .containsExactly(
                        "There is no such product.",
                        "There is no such product.",
                        "There is no such policy.");
    }

    @Test
    void keyOfAMovedLicenseIsNotShown() {
        JsonNode batch = sent(market.reseller, List.of(row(email, code, "Standard", 1)));
        PartnerId sibling = PartnerId.next();
        market.customer(customer, List.of(market.vendorId, market.distributorId, sibling));

        eventually(
                () ->
                        assertThat(results(market.reseller, batch, "").getFirst().get("keys"))
                                .isEmpty());
        assertThat(results(market.distributor, batch, "").getFirst().get("keys")).hasSize(1);
    }

    @Test
    void auditTrailShowsDecisionsAboutABatchAndNotItsProgress() {
        Batch batch = kept(3);
        api.post(market.reseller, BATCHES + "/" + batch.id() + "/stop", null);
        resume(market.reseller, id(batch));
        ended(market.reseller, batch.id().value());
        JsonNode sent = sent(market.reseller, List.of(row(email, code, "Standard", 1)));

        eventually(
                () -> {
                    assertThat(actions(batch.id().value()))
                            .containsExactly("batch.created", "batch.changed", "batch.changed");
                    assertThat(actions(sent.get("id").asString())).containsExactly("batch.created");
                });
        assertThat(published.all(AuditRecorded.class))
                .filteredOn(one -> one.entry().resource().id().equals(sent.get("id").asString()))
                .allSatisfy(
                        one ->
                                assertThat(one.entry().actor().partnerId())
                                        .isEqualTo(market.resellerId));
    }

    @Test
    void refusesCursorOfAnotherList() {
        JsonNode batch = sent(market.reseller, List.of(row(email, code, "Standard", 1)));
        String path = BATCHES + "/" + batch.get("id").asString() + "/rows?cursor=";

        assertThat(api.get(market.reseller, path + "nonsense").code()).isEqualTo("invalid_cursor");
        assertThat(
                        api.get(
                                        market.reseller,
                                        path
                                                + io.keyway.kit.store.PageRequest.cursor(
                                                        batch.get("id").asString()))
                                .code())
                .isEqualTo("invalid_cursor");
    }

    private List<String> actions(String batch) {
        return published.all(AuditRecorded.class).stream()
                .map(AuditRecorded::entry)
                .filter(entry -> entry.resource().id().equals(batch))
                .map(entry -> entry.action())
                .toList();
    }

    private void assertMissing(Caller caller, String method, String path, String id) {
        Api.Answer answer = api.send(caller, method, BATCHES + path.formatted(id), null, Map.of());
        Api.Answer missing =
                api.send(caller, method, BATCHES + path.formatted(BatchId.next()), null, Map.of());
        assertThat(answer.status()).as(method + path + " " + answer.text()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo(missing.text());
    }

    /** Of the reseller, with rows of one license each, and due in an hour: no instance is at it. */
    private Batch kept(int count) {
        market.partner(
                PartnerType.RESELLER,
                1000,
                market.vendorId,
                market.distributorId,
                market.resellerId);
        BatchId id = BatchId.next();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Batch batch =
                Batch.of(
                                id,
                                market.reseller,
                                BatchKind.ISSUE,
                                null,
                                count,
                                now,
                                now.plus(Duration.ofDays(1)))
                        .takenUp(now.plus(Duration.ofHours(1)));
        rows.add(
                id,
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        new RowInput(
                                                email,
                                                code,
                                                "Standard",
                                                1,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null))
                        .toList(),
                batch.expiresAt());
        return batches.start(batch).state();
    }

    /** No instance goes on with it by itself: it stays due in an hour. */
    private void step(ProcessBatches worker, Batch batch, int rowsMax) {
        worker.work(batch, rowsMax);
        batches.move(
                batch.id(),
                now ->
                        now.counted(
                                rows.count(batch.id(), BatchRow.Status.ISSUED),
                                rows.count(batch.id(), BatchRow.Status.FAILED),
                                batch.due()));
    }

    /** As if the process had died before it wrote what became of the row. */
    private void recoversBeforeTheChunkIsMarked(Batch batch, BatchRow row) {
        assertThat(doRow.run(market.reseller, batch, row))
                .isInstanceOf(ProcessRow.Result.Issued.class);
    }

    private CustomerId customer(String address, List<PartnerId> path) {
        CustomerId id = CustomerId.next();
        CustomerState state =
                new CustomerState(id, path.getLast(), path, address, "Ann Example", null, true);
        market.publish(id.value(), new CustomerCreated(state));
        eventually(() -> assertThat(network.customer(id)).contains(state));
        return id;
    }

    private void switchOff(PartnerId partner) {
        PartnerState on = network.partner(partner).orElseThrow();
        publish(
                new PartnerState(
                        on.id(),
                        on.type(),
                        on.model(),
                        on.path(),
                        on.name(),
                        PartnerStatus.INACTIVE,
                        true,
                        on.permissions(),
                        "EUR",
                        null,
                        on.discountPercent(),
                        on.commissionPercent(),
                        on.unpaidLicenseLimit(),
                        on.trialLicenseLimit()));
    }

    private void publish(PartnerState state) {
        market.publish(state.id().value(), new PartnerDeactivated(state));
        eventually(() -> assertThat(network.partner(state.id())).contains(state));
    }

    private static Map<String, Object> row(
            String customer, String product, String policy, int quantity) {
        return Map.of(
                "customer", customer, "product", product, "policy", policy, "quantity", quantity);
    }

    private Map<String, Object> importing(String key, Map<String, Object> more) {
        Map<String, Object> row =
                new HashMap<>(
                        Map.of(
                                "key",
                                key,
                                "sha256",
                                KeyHash.of(key),
                                "customer",
                                email,
                                "product",
                                code,
                                "policy",
                                "Standard",
                                "issuedAt",
                                "2024-01-02T03:04:05Z"));
        row.putAll(more);
        return row;
    }

    private static Map<String, Object> body(
            List<Map<String, Object>> rows, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("kind", "issue", "rows", rows));
        body.putAll(more);
        return body;
    }

    private JsonNode sent(Caller caller, List<Map<String, Object>> rows) {
        return sent(caller, rows, Map.of());
    }

    /** As it is when all its rows have been tried. */
    private JsonNode sent(Caller caller, List<Map<String, Object>> rows, Map<String, Object> more) {
        Api.Answer answer = api.post(caller, BATCHES, body(rows, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return ended(caller, answer.json().get("id").asString());
    }

    private JsonNode imported(Caller caller, List<Map<String, Object>> rows) {
        return sent(caller, rows, Map.of("kind", "import"));
    }

    private Api.Answer csv(Caller caller, String query, String text) {
        return api.send(
                caller, "POST", BATCHES + "?" + query, text, Map.of("Content-Type", "text/csv"));
    }

    private Api.Answer resume(Caller caller, JsonNode batch) {
        return api.post(caller, BATCHES + "/" + batch.get("id").asString() + "/resume", null);
    }

    private JsonNode ended(Caller caller, String id) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(caller, BATCHES + "/" + id)
                                                        .json()
                                                        .get("status")
                                                        .asString())
                                        .isEqualTo("completed"));
        return api.get(caller, BATCHES + "/" + id).json();
    }

    private JsonNode id(Batch batch) {
        return api.get(market.reseller, BATCHES + "/" + batch.id()).json();
    }

    /** All pages of them. */
    private List<JsonNode> results(Caller caller, JsonNode batch, String query) {
        List<JsonNode> all = new ArrayList<>();
        String path = BATCHES + "/" + batch.get("id").asString() + "/rows?" + query;
        for (String cursor = ""; cursor != null; ) {
            Api.Answer answer = api.get(caller, path + cursor);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            answer.json().get("items").forEach(all::add);
            JsonNode next = answer.json().get("next");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }
        return all;
    }

    private int licensesOf(String query) {
        return market.licenses(market.reseller, query).size();
    }
}
