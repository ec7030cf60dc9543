package io.keyway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseEvent.IssuedLicense;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Settling licenses, as the payer and the partners above it see it. */
@KeywayTest
class SettlementsTest extends PublishedNetworkTest {

    private static final String PATH = "/api/v1/settlements";
    private static final Instant ISSUED_AT = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void aPartnerSettlesAtItsDiscountAndItsParentConfirms() {
        List<LicenseId> licenses = issue(published.distributor, 3);
        List<LicenseId> chosen = licenses.subList(0, 2);

        Answer preview =
                api.post(
                        published.atDistributor(), PATH + "/preview", Map.of("licenseIds", chosen));
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        // 49.99 less 12.5 % is 43.74125: the discount of 6.24875 is rounded once per line.
        assertThat(preview.json().path("lines").path(0).path("price")).isEqualTo(euros(4999));
        assertThat(preview.json().path("lines").path(0).path("discount")).isEqualTo(euros(625));
        assertThat(preview.json().path("lines").path(1).path("amount")).isEqualTo(euros(4374));
        assertThat(preview.json().path("lines").path(0).path("productName").asString())
                .isEqualTo("CAD");
        assertThat(preview.json().path("total")).isEqualTo(euros(8748));
        assertThat(preview.json().path("discountPercent").asString()).isEqualTo("12.5");
        assertThat(list(published.atDistributor(), "")).isEmpty();

        Answer open = checkOut(published.atDistributor(), chosen);
        assertThat(open.status()).as(open.text()).isEqualTo(201);
        assertThat(open.json().path("status").asString()).isEqualTo("open");
        assertThat(open.json().path("total")).isEqualTo(euros(8748));
        assertThat(open.json().path("lines")).isEqualTo(preview.json().path("lines"));
        assertThat(open.json().path("payeeId").asString()).isEqualTo(published.vendor.value());
        String path = path(open);
        assertThat(api.get(published.atVendor(), path).text()).isEqualTo(open.text());
        assertThat(list(published.atVendor(), "?status=open&partnerId=" + published.distributor))
                .hasSize(1);
        assertThat(list(published.atVendor(), "?status=paid")).isEmpty();
        assertThat(list(published.atVendor(), "?partnerId=" + published.reseller)).isEmpty();
        assertThat(owed(published.atDistributor()))
                .as("which of what is owed is being settled")
                .containsExactlyInAnyOrder(
                        chosen.get(0) + " in " + id(open),
                        chosen.get(1) + " in " + id(open),
                        licenses.get(2) + " in none");

        assertThat(pay(published.atDistributor(), path).status()).as("its own").isEqualTo(403);
        Answer paid = pay(published.atVendor(), path);
        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(paid.json().path("status").asString()).isEqualTo("paid");
        assertThat(paid.json().path("reference").asString()).isEqualTo("B-17");
        assertThat(pay(published.atVendor(), path).text()).as("once more").isEqualTo(paid.text());
        assertThat(api.post(published.atVendor(), path + "/cancel", null).code())
                .isEqualTo("conflict");
        assertThat(paidOnTheBus(new SettlementId(id(open))))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.payer()).isEqualTo(published.distributor);
                            assertThat(event.payee()).isEqualTo(published.vendor);
                            assertThat(event.licenseIds()).isEqualTo(chosen);
                            assertThat(event.total()).isEqualTo(new Money(8748, "EUR"));
                        });

        chosen.forEach(
                license -> publishLicense(license, published.distributor, PaymentStatus.PAID, 3));
        await().untilAsserted(
                        () ->
                                assertThat(owed(published.atDistributor()))
                                        .containsExactly(licenses.get(2) + " in none"));
        assertThat(checkOut(published.atDistributor(), chosen).status())
                .as("it is owed no more")
                .isEqualTo(404);
        assertThat(checkOut(published.atDistributor(), List.of(licenses.get(2))).status())
                .isEqualTo(201);
    }

    @Test
    void aLicenseIsInOneSettlementOnly() {
        List<LicenseId> licenses = issue(published.reseller, 3);
        assertThat(checkOut(published.atReseller(), licenses.subList(1, 2)).status())
                .isEqualTo(201);
        for (String call : List.of("", "/preview")) {
            Answer again =
                    api.post(
                            published.atReseller(),
                            PATH + call,
                            call.isEmpty() ? body(licenses) : Map.of("licenseIds", licenses));
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.code()).isEqualTo("already_settled");
            assertThat(again.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly("licenseIds[1]");
        }
        assertThat(
                        checkOut(
                                        published.atReseller(),
                                        List.of(licenses.getFirst(), licenses.getLast()))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void aRepeatedCheckOutGetsTheSameSettlement() {
        List<LicenseId> licenses = issue(published.reseller, 2);
        Caller reseller = published.atReseller();
        Map<String, String> key = Map.of("Idempotency-Key", "settle-" + licenses.getFirst());
        Answer first = api.post(reseller, PATH, body(licenses), key);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(api.post(reseller, PATH, body(licenses), key).text()).isEqualTo(first.text());
        assertThat(api.post(reseller, PATH, body(licenses.subList(0, 1)), key).code())
                .isEqualTo("idempotency_key_reused");
        assertThat(list(reseller, "")).hasSize(1);
    }

    @Test
    void aLicenseThatTheCallerDoesNotOweIsNotFound() {
        LicenseId own = issue(published.reseller, 1).getFirst();
        PartnerId sibling = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, published.distributor, sibling);
        PublishedNetwork other = new PublishedNetwork(bus, network);
        String missing = checkOut(published.atDistributor(), List.of(LicenseId.next())).text();
        assertThat(missing).contains("not_found");
        for (Caller foreign :
                List.of(
                        published.atVendor(),
                        published.atDistributor(),
                        Callers.partner(
                                Permission.ofReseller(),
                                published.vendor,
                                published.distributor,
                                sibling),
                        other.atReseller(),
                        other.atVendor())) {
            assertThat(checkOut(foreign, List.of(own)).text()).isEqualTo(missing);
            assertThat(
                            api.post(foreign, PATH + "/preview", Map.of("licenseIds", List.of(own)))
                                    .text())
                    .isEqualTo(missing);
            assertThat(owed(foreign)).isEmpty();
        }
        LicenseId ordered = LicenseId.next();
        publishLicense(ordered, published.reseller, PaymentStatus.NOT_DUE, 1);
        assertThat(checkOut(published.atReseller(), List.of(own, ordered)).text())
                .isEqualTo(missing);
    }

    @Test
    void aSettlementIsSeenFromThePayerUp() {
        PartnerId sibling = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, published.distributor, sibling);
        PublishedNetwork other = new PublishedNetwork(bus, network);
        String path = path(checkOut(published.atDistributor(), issue(published.distributor, 1)));
        String missing =
                api.get(published.atDistributor(), PATH + "/" + SettlementId.next()).text();
        for (Caller foreign :
                List.of(
                        published.atReseller(),
                        other.atVendor(),
                        Callers.customer(published.customer, published.vendor))) {
            assertThat(api.get(foreign, path).text()).isEqualTo(missing);
            assertThat(pay(foreign, path).text()).isEqualTo(missing);
            assertThat(api.post(foreign, path + "/cancel", null).text()).isEqualTo(missing);
        }
        assertThat(list(published.atReseller(), "")).isEmpty();
        assertThat(list(other.atVendor(), "")).isEmpty();
        Caller staff = Callers.partner(Set.of(Permission.ISSUE_LICENSES), published.vendor);
        assertThat(pay(staff, path).status()).isEqualTo(403);
        assertThat(api.post(staff, path + "/cancel", null).status()).isEqualTo(403);
        Caller readOnly =
                Callers.partner(Permission.ofReadOnly(), published.vendor, published.distributor);
        assertThat(api.get(readOnly, path).status()).isEqualTo(200);
        assertThat(api.post(readOnly, path + "/cancel", null).status()).isEqualTo(403);
        assertThat(checkOut(readOnly, issue(published.distributor, 1)).status()).isEqualTo(403);
        assertThat(checkOut(Callers.operator(), issue(published.distributor, 1)).status())
                .isEqualTo(403);
    }

    @Test
    void aCancelledSettlementFreesItsLicenses() {
        List<LicenseId> licenses = issue(published.reseller, 2);
        for (Caller who :
                List.of(published.atReseller(), published.atDistributor(), published.atVendor())) {
            Answer open = checkOut(published.atReseller(), licenses);
            assertThat(open.status()).as(open.text()).isEqualTo(201);
            Answer stale = api.post(who, path(open) + "/cancel", null, Map.of("If-Match", "\"7\""));
            assertThat(stale.code()).isEqualTo("version_mismatch");
            Answer cancelled =
                    api.post(who, path(open) + "/cancel", null, Map.of("If-Match", open.etag()));
            assertThat(cancelled.json().path("status").asString()).isEqualTo("cancelled");
            assertThat(api.post(who, path(open) + "/cancel", null).text())
                    .isEqualTo(cancelled.text());
            assertThat(pay(published.atVendor(), path(open)).code()).isEqualTo("conflict");
        }
        assertThat(checkOut(published.atReseller(), licenses).status()).isEqualTo(201);
    }

    @Test
    void aTransferredLicenseIsSettledByItsIssuer() {
        LicenseId license = issue(published.reseller, 1).getFirst();
        PartnerId next = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, next);
        CustomerId customer = CustomerId.next();
        LicenseState moved =
                state(
                        license,
                        published.reseller,
                        customer,
                        PaymentStatus.PENDING,
                        published.vendor,
                        next);
        published.publish(new LicenseTransferred(moved), 5);
        publishLicense(LicenseId.next(), published.reseller, PaymentStatus.PENDING, 1);
        await().untilAsserted(() -> assertThat(owed(published.atReseller())).hasSize(2));

        Caller newOwner = Callers.partner(Permission.ofReseller(), published.vendor, next);
        assertThat(checkOut(newOwner, List.of(license)).status()).isEqualTo(404);
        assertThat(owed(newOwner)).isEmpty();
        Answer open = checkOut(published.atReseller(), List.of(license));
        assertThat(open.status()).as(open.text()).isEqualTo(201);
        Answer listed = api.get(published.atReseller(), PATH + "/owed");
        assertThat(open.text() + listed.text())
                .doesNotContain(next.value())
                .doesNotContain(customer.value());
        assertThat(pay(published.atDistributor(), path(open)).status()).isEqualTo(200);
        assertThat(api.get(newOwner, path(open)).status()).isEqualTo(404);
    }

    @Test
    void invalidFieldsAreNamed() {
        List<LicenseId> licenses = issue(published.reseller, 2);
        LicenseId first = licenses.getFirst();
        Map<String, Map<String, Object>> wrong =
                Map.of(
                        "termsAccepted",
                        Map.of("licenseIds", licenses, "termsAccepted", false),
                        "licenseIds[2]",
                        Map.of(
                                "licenseIds",
                                List.of(first, licenses.getLast(), first),
                                "termsAccepted",
                                true),
                        "licenseIds",
                        Map.of("licenseIds", List.of(), "termsAccepted", true),
                        "licenseIds[0]",
                        Map.of("licenseIds", List.of("x"), "termsAccepted", true));
        wrong.forEach(
                (field, body) -> {
                    Answer answer = api.post(published.atReseller(), PATH, body);
                    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
                    assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                            .containsExactly(field);
                });
        assertThat(
                        api.post(published.atReseller(), PATH, Map.of("licenseIds", licenses))
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .containsExactly("termsAccepted");
        LicenseId inYen = LicenseId.next();
        LicenseState yen = state(inYen, published.reseller, PaymentStatus.PENDING);
        published.publish(
                new LicenseChanged(
                        new LicenseState(
                                yen.id(),
                                yen.keyHash(),
                                yen.path(),
                                yen.issuedBy(),
                                yen.customerId(),
                                yen.productId(),
                                yen.policyId(),
                                null,
                                null,
                                yen.type(),
                                yen.condition(),
                                yen.paymentStatus(),
                                new Money(500, "JPY"),
                                yen.issuedAt(),
                                null,
                                null)),
                2);
        Answer mixed = checkOut(published.atReseller(), List.of(first, inYen));
        assertThat(mixed.code()).isEqualTo("several_currencies");
        assertThat(mixed.json().path("invalidFields").findValuesAsString("field"))
                .containsExactly("licenseIds[1]");
    }

    @Test
    void aSettlementHasAtMostAThousandLicenses() {
        List<LicenseId> licenses = issue(published.reseller, 1000);
        List<LicenseId> more = new ArrayList<>(licenses);
        more.add(LicenseId.next());
        assertThat(checkOut(published.atReseller(), more).status()).isEqualTo(400);
        Answer open = checkOut(published.atReseller(), licenses);
        assertThat(open.status()).as(open.text()).isEqualTo(201);
        assertThat(open.json().path("total")).isEqualTo(euros(4_999_000));
        assertThat(list(published.atReseller(), "").getFirst()).contains("\"licenses\":1000");
    }

    private List<LicenseId> issue(PartnerId issuer, int quantity) {
        List<LicenseId> licenses = Stream.generate(LicenseId::next).limit(quantity).toList();
        LicenseState first = state(licenses.getFirst(), issuer, PaymentStatus.PENDING);
        published.publish(
                new LicensesIssued(
                        IssuanceId.next(),
                        0,
                        new IssuedTerms(
                                first.path(),
                                issuer,
                                first.customerId(),
                                first.productId(),
                                first.policyId(),
                                null,
                                null,
                                first.type(),
                                first.paymentStatus(),
                                first.price(),
                                first.issuedAt(),
                                null,
                                null),
                        licenses.stream().map(id -> new IssuedLicense(id, "00ff")).toList()),
                1);
        return licenses;
    }

    private void publishLicense(
            LicenseId license, PartnerId issuer, PaymentStatus status, long sequence) {
        published.publish(new LicenseChanged(state(license, issuer, status)), sequence);
    }

    private LicenseState state(LicenseId license, PartnerId issuer, PaymentStatus status) {
        PartnerId[] path =
                issuer.equals(published.distributor)
                        ? new PartnerId[] {published.vendor, published.distributor}
                        : new PartnerId[] {published.vendor, published.distributor, issuer};
        return state(license, issuer, published.customer, status, path);
    }

    private LicenseState state(
            LicenseId license,
            PartnerId issuer,
            CustomerId customer,
            PaymentStatus status,
            PartnerId... path) {
        return new LicenseState(
                license,
                "00ff",
                List.of(path),
                issuer,
                customer,
                published.product,
                published.yearly,
                null,
                null,
                LicenseType.PERPETUAL,
                LicenseCondition.VALID,
                status,
                new Money(4999, "EUR"),
                ISSUED_AT,
                null,
                null);
    }

    private Answer checkOut(Caller caller, List<LicenseId> licenses) {
        return api.post(caller, PATH, body(licenses));
    }

    private static Map<String, Object> body(List<LicenseId> licenses) {
        return Map.of("licenseIds", licenses, "termsAccepted", true);
    }

    private Answer pay(Caller caller, String path) {
        return api.post(caller, path + "/pay", Map.of("reference", "B-17"));
    }

    private List<String> owed(Caller caller) {
        Answer answer = api.get(caller, PATH + "/owed");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json()
                .path("items")
                .valueStream()
                .map(
                        item ->
                                item.path("licenseId").asString()
                                        + " in "
                                        + item.path("settlementId").asString("none"))
                .toList();
    }

    private List<String> list(Caller caller, String query) {
        return api.get(caller, PATH + query)
                .json()
                .path("items")
                .valueStream()
                .map(Object::toString)
                .toList();
    }

    private static Object euros(long cents) {
        return ContractJson.mapper()
                .readTree("{\"amount\":%d,\"currency\":\"EUR\"}".formatted(cents));
    }

    private static String id(Answer settlement) {
        return settlement.json().path("id").asString();
    }

    private static String path(Answer settlement) {
        assertThat(settlement.status()).as(settlement.text()).isEqualTo(201);
        return PATH + "/" + id(settlement);
    }

    /** The events about the settlement on {@code billing}, until no more arrive. */
    private static List<SettlementPaid> paidOnTheBus(SettlementId id) {
        List<SettlementPaid> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestPlatform.brokers(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "published-" + id,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("billing"));
            for (int quiet = 0; quiet < 3; ) {
                int before = found.size();
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(
                                one -> {
                                    BillingEvent event =
                                            ContractJson.mapper()
                                                    .readerFor(BillingEvent.class)
                                                    .readValue(one.value());
                                    if (event instanceof SettlementPaid paid
                                            && paid.settlementId().equals(id)) {
                                        found.add(paid);
                                    }
                                });
                quiet = found.size() > before ? 0 : quiet + 1;
            }
        }
        return found;
    }
}
