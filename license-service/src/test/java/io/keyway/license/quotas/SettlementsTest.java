package io.keyway.license.quotas;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Settling frees what was unpaid: exactly that, exactly once. */
@LicenseServiceTest
class SettlementsTest {

    private final Market market;
    private final PublishedEvents published;
    private final Quotas quotas;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    SettlementsTest(Markets markets, PublishedEvents published, Quotas quotas) {
        this.market = markets.open();
        this.published = published;
        this.quotas = quotas;
        this.product = market.product();
        this.policy = market.policy(product);
        this.customer = market.customer();
        market.grantToAll(product);
    }

    @Test
    void frees() {
        List<LicenseId> licenses = issue(10);
        assertThat(market.issue(market.reseller, product, policy, customer, 1).code())
                .isEqualTo("unpaid_limit_reached");

        pay(market.resellerId, licenses.subList(0, 4));
        pay(market.resellerId, licenses.subList(0, 4));
        pay(market.resellerId, licenses.subList(3, 5));

        eventually(
                () -> assertThat(quotas.used(QuotaClaim.unpaidOf(market.resellerId))).isEqualTo(5));
        eventually(
                () ->
                        assertThat(market.licenses(market.reseller, "paymentStatus=paid"))
                                .hasSize(5));
        assertThat(market.issue(market.reseller, product, policy, customer, 6).code())
                .isEqualTo("unpaid_limit_reached");
        assertThat(market.issue(market.reseller, product, policy, customer, 5).status())
                .isEqualTo(201);
        eventually(
                () ->
                        assertThat(published.all(LicenseChanged.class))
                                .anyMatch(
                                        event ->
                                                event.license().id().equals(licenses.getFirst())
                                                        && event.license().paymentStatus()
                                                                == PaymentStatus.PAID));
    }

    @Test
    void settlementOfForeignLicensesFreesNothing() {
        List<LicenseId> licenses = issue(2);

        pay(market.distributorId, licenses);
        pay(market.resellerId, List.of(LicenseId.next(), licenses.getFirst()));

        eventually(
                () -> assertThat(quotas.used(QuotaClaim.unpaidOf(market.resellerId))).isEqualTo(1));
        assertThat(market.licenses(market.reseller, "paymentStatus=pending")).hasSize(1);
    }

    private List<LicenseId> issue(int quantity) {
        return market
                .issued(market.reseller, product, policy, customer, quantity, Map.of())
                .stream()
                .map(license -> new LicenseId(license.get("id").asString()))
                .toList();
    }

    private void pay(PartnerId payer, List<LicenseId> licenses) {
        market.publish(
                payer.value(),
                new SettlementPaid(
                        SettlementId.next(),
                        payer,
                        market.vendorId,
                        licenses,
                        new Money(10000, "EUR"),
                        Instant.now()));
    }
}
