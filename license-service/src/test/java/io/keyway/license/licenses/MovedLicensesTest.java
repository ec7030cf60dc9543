package io.keyway.license.licenses;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.AuditEvent.AuditRecorded;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.CustomerEvent.CustomerTransferred;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a license takes along when its customer moves to another partner, and what stays. */
@LicenseServiceTest
class MovedLicensesTest {

    private static final List<String> SALE =
            List.of("issuedBy", "paymentStatus", "price", "customerPaid", "customerPaidDate");
    private static final List<String> SALE_IN_AN_ORDER =
            List.of("issuedBy", "issuanceId", "orderId", "lineId", "paymentStatus", "customerPaid");

    private final Market market;
    private final Api api;
    private final PublishedEvents published;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    MovedLicensesTest(Markets markets, PublishedEvents published) {
        this.market = markets.open();
        this.api = market.api;
        this.published = published;
        this.product = market.product();
        this.policy = market.policy(product);
        this.customer = market.customer();
        market.grantToAll(product);
    }

    /** Who gets the license later reads, finds and changes nothing of what was noted before. */
    @Test
    void notesStayWithThePartnerThatWroteThem() {
        JsonNode license = issue(Map.of());
        api.patch(market.reseller, path(license), Map.of("resellerNotes", "PO 4711 cheap"));
        Caller sibling = movedToASibling(license);

        assertThat(api.get(sibling, path(license)).json().has("resellerNotes")).isFalse();
        assertThat(found(sibling, "4711")).isZero();
        assertThat(found(sibling, "")).isOne();
        for (Caller above : List.of(market.distributor, market.vendor, Callers.operator())) {
            assertThat(api.get(above, path(license)).json().path("resellerNotes").asString())
                    .isEqualTo("PO 4711 cheap");
            assertThat(found(above, "4711")).isOne();
        }

        // New customer details without notes keep the former partner's notes.
        Map<String, Object> details = new HashMap<>(Map.of("customerDetails", "Welcome"));
        details.put("resellerNotes", null);
        assertThat(api.patch(sibling, path(license), details).status()).isEqualTo(200);
        assertThat(
                        api.get(market.distributor, path(license))
                                .json()
                                .path("resellerNotes")
                                .asString())
                .isEqualTo("PO 4711 cheap");

        api.patch(sibling, path(license), Map.of("resellerNotes", "mine"));
        assertThat(found(sibling, "mine")).isOne();
        assertThat(api.get(market.vendor, path(license)).json().path("resellerNotes").asString())
                .isEqualTo("mine");
        assertThat(recordedFor(sibling)).contains("license.transferred").doesNotContain("4711");
    }

    /** The license is found by other words that begin or go on alike, and not by the note's. */
    @Test
    void foreignNoteIsNotFoundBySearch() {
        JsonNode license = issue(Map.of());
        api.patch(market.reseller, path(license), Map.of("resellerNotes", "xq zzyzx"));
        Caller sibling = movedToASibling(license);

        for (String part : List.of("x", "xq", "zz", "zzy", "zzyzx", "xq%20zzy")) {
            assertThat(found(sibling, part)).as(part).isZero();
            assertThat(found(market.distributor, part)).as(part).isOne();
            assertThat(found(asCustomer(), part)).as(part).isZero();
        }
        // A search matches the beginning of words.
        assertThat(found(sibling, "yzx")).isZero();
        assertThat(found(market.distributor, "yzx")).isZero();
    }

    /** Who gets the license later learns nothing of who sold it for how much, and who has paid. */
    @Test
    void theSaleStaysWithThePartnerThatSoldIt() {
        JsonNode license = issue(Map.of());
        JsonNode ordered = issueInAnOrder();
        for (JsonNode sold : List.of(license, ordered)) {
            api.patch(
                    market.reseller,
                    path(sold),
                    Map.of("customerPaid", true, "customerPaidDate", "2026-03-01"));
        }
        assertThat(salesFoundBy(market.reseller, ordered)).containsExactly(1, 0, 1, 1);
        JsonNode toCustomer = api.get(asCustomer(), path(license)).json();
        Caller sibling = movedToASibling(license);
        eventually(() -> assertThat(api.get(sibling, path(ordered)).status()).isEqualTo(200));

        List<JsonNode> moved = market.licenses(sibling, "customerId=" + customer.value());
        assertThat(moved).hasSize(2);
        for (JsonNode seen : moved) {
            assertThat(seen.propertyNames())
                    .doesNotContainAnyElementsOf(SALE)
                    .doesNotContainAnyElementsOf(SALE_IN_AN_ORDER);
            assertThat(api.get(sibling, path(seen)).json()).isEqualTo(seen);
        }
        assertThat(salesFoundBy(sibling, ordered)).containsExactly(0, 0, 0, 0);
        for (Caller above : List.of(market.distributor, market.vendor, Callers.operator())) {
            JsonNode seen = api.get(above, path(license)).json();
            assertThat(seen.propertyNames()).containsAll(SALE);
            assertThat(seen.get("customerPaidDate").asString()).isEqualTo("2026-03-01");
            assertThat(api.get(above, path(ordered)).json().propertyNames())
                    .containsAll(SALE_IN_AN_ORDER);
            assertThat(salesFoundBy(above, ordered)).containsExactly(1, 0, 1, 1);
        }
        assertThat(api.get(asCustomer(), path(license)).json().propertyNames())
                .containsExactlyElementsOf(toCustomer.propertyNames());

        move(market.reseller.path());
        eventually(
                () ->
                        assertThat(salesFoundBy(market.reseller, ordered))
                                .as("back where it was sold")
                                .containsExactly(1, 0, 1, 1));
    }

    /** Hidden fields cannot be changed, and the answer does not tell whether a guess was right. */
    @Test
    void onlyTheSellerChangesCustomerPayment() {
        JsonNode license = issue(Map.of());
        Map<String, Object> paid = Map.of("customerPaid", true, "customerPaidDate", "2026-03-01");
        assertThat(api.patch(market.reseller, path(license), paid).status()).isEqualTo(200);
        eventually(() -> assertThat(recordedFor(market.reseller)).contains("2026-03-01"));
        Caller sibling = movedToASibling(license);

        for (String guess : List.of("2026-03-01", "2026-03-02")) {
            assertThat(api.patch(sibling, path(license), Map.of("customerPaidDate", guess)).code())
                    .isEqualTo("forbidden");
        }
        assertThat(api.patch(sibling, path(license), Map.of("customerPaid", true)).code())
                .isEqualTo("forbidden");
        Map<String, Object> mine = Map.of("customerPaid", false, "customerDetails", "Welcome");
        assertThat(api.patch(sibling, path(license), mine).status()).isEqualTo(200);
        JsonNode kept = api.get(market.distributor, path(license)).json();
        assertThat(kept.get("customerDetails").asString()).isEqualTo("Welcome");
        assertThat(kept.get("customerPaid").asBoolean()).isTrue();
        assertThat(kept.get("customerPaidDate").asString()).isEqualTo("2026-03-01");

        Map<String, Object> corrected = Map.of("customerPaidDate", "2026-03-02");
        assertThat(api.patch(market.distributor, path(license), corrected).status()).isEqualTo(200);
        eventually(() -> assertThat(recordedFor(sibling)).contains("license.changed"));
        assertThat(recordedFor(sibling)).doesNotContain("2026-03-0").doesNotContain(":10000");
    }

    /** How many are found as pending, paid, not due, and in the order. */
    private List<Integer> salesFoundBy(Caller caller, JsonNode ordered) {
        return Stream.of(
                        "paymentStatus=pending",
                        "paymentStatus=paid",
                        "paymentStatus=not_due",
                        "orderId=" + ordered.get("orderId").asString())
                .map(filter -> "customerId=" + customer.value() + "&" + filter)
                .map(query -> market.licenses(caller, query).size())
                .toList();
    }

    private int found(Caller caller, String text) {
        return market.licenses(caller, "customerId=" + customer.value() + "&q=" + text).size();
    }

    /** The audit records that partners on the caller's path may read. */
    private String recordedFor(Caller caller) {
        return published.all(AuditRecorded.class).stream()
                .map(AuditRecorded::entry)
                .filter(entry -> entry.path().containsAll(caller.path()))
                .toList()
                .toString();
    }

    private Caller movedToASibling(JsonNode license) {
        List<PartnerId> path = List.of(market.vendorId, market.distributorId, PartnerId.next());
        market.partner(PartnerType.RESELLER, 10, path.toArray(PartnerId[]::new));
        Caller sibling = Callers.partner(Permission.ofReseller(), path.toArray(PartnerId[]::new));
        move(path);
        eventually(() -> assertThat(api.get(sibling, path(license)).status()).isEqualTo(200));
        return sibling;
    }

    private void move(List<PartnerId> path) {
        CustomerState moved =
                new CustomerState(
                        customer, path.getLast(), path, "ann@example.com", "Ann", null, true);
        market.publish(customer.value(), new CustomerTransferred(moved));
    }

    private JsonNode issueInAnOrder() {
        OrderState order =
                market.onDemand(
                        product,
                        policy,
                        1,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        return issue(Map.of("orderId", order.id().value()));
    }

    private JsonNode issue(Map<String, Object> more) {
        return market.issued(market.reseller, product, policy, customer, 1, more).getFirst();
    }

    private Caller asCustomer() {
        return Callers.customer(customer, market.reseller.path().toArray(PartnerId[]::new));
    }

    private static String path(JsonNode license) {
        return "/api/v1/licenses/" + license.get("id").asString();
    }
}
