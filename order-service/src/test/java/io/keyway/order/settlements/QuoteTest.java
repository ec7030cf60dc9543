package io.keyway.order.settlements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.order.network.OwedLicense.Bill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What licenses cost their payer. */
class QuoteTest {

    private final ProductId product = ProductId.next();
    private final PolicyId policy = PolicyId.next();

    @ParameterizedTest
    @CsvSource({
        "100, 0, 0",
        "100, 100, 100",
        "4999, 12.5, 625", // 624.875
        "1, 50, 1", // Half a cent is a cent.
        "1, 49.99, 0",
        "999, 33.333, 333" // 332.99667
    })
    void theDiscountIsRoundedOncePerLine(long price, String percent, long discount) {
        Quote.Quoted quoted = quoted(percent, euros(price), euros(price));
        assertThat(quoted.lines())
                .allSatisfy(
                        line -> {
                            assertThat(line.price()).isEqualTo(euros(price));
                            assertThat(line.discount()).isEqualTo(euros(discount));
                            assertThat(line.amount()).isEqualTo(euros(price - discount));
                        });
        assertThat(quoted.total()).isEqualTo(euros(2 * (price - discount)));
    }

    @Test
    void aSettlementHasOneCurrency() {
        assertThat(quote("0", euros(1), euros(2), new Money(3, "JPY"), new Money(4, "CHF")))
                .isEqualTo(new Quote.SeveralCurrencies(2, "EUR"));
        assertThat(quoted("10", new Money(99, "JPY"), new Money(1, "JPY")).total())
                .isEqualTo(new Money(90, "JPY"));
    }

    @Test
    void aFreeLicenseFitsEveryCurrency() {
        assertThat(quoted("10", null, new Money(100, "JPY")).total())
                .isEqualTo(new Money(90, "JPY"));
        assertThat(quoted("10", null, null).total()).isEqualTo(euros(0));
    }

    @Test
    void aTotalThatDoesNotFitIsRefused() {
        assertThat(quoted("0", euros(Long.MAX_VALUE - 1), euros(1)).total())
                .isEqualTo(euros(Long.MAX_VALUE));
        assertThat(quote("0", euros(Long.MAX_VALUE), euros(1))).isEqualTo(new Quote.TooLarge());
    }

    @Test
    void productAndPolicyAreNamed() {
        SettlementLine line = quoted("0", euros(1)).lines().getFirst();
        assertThat(line.productName()).isEqualTo("CAD");
        assertThat(line.policyName()).as("has no name").isEqualTo(policy.value());
    }

    private Quote.Quoted quoted(String percent, @Nullable Money... prices) {
        return (Quote.Quoted) quote(percent, prices);
    }

    private Quote quote(String percent, @Nullable Money... prices) {
        List<Bill> bills =
                Arrays.stream(prices)
                        .map(
                                price ->
                                        new Bill(
                                                LicenseId.next(),
                                                PartnerId.next(),
                                                product,
                                                policy,
                                                price,
                                                Instant.EPOCH))
                        .toList();
        return Quote.of(
                payer(percent), bills, new Quote.CatalogNames(Map.of(product, "CAD"), Map.of()));
    }

    static PartnerState payer(String percent, PartnerId... path) {
        List<PartnerId> all =
                path.length == 0 ? List.of(PartnerId.next(), PartnerId.next()) : List.of(path);
        return new PartnerState(
                all.getLast(),
                all.size() == 1 ? PartnerType.VENDOR : PartnerType.RESELLER,
                null,
                all,
                "Fabrikam",
                PartnerStatus.ACTIVE,
                true,
                Permission.ofReseller(),
                "EUR",
                null,
                new BigDecimal(percent),
                BigDecimal.ZERO,
                10,
                null);
    }

    private static Money euros(long cents) {
        return new Money(cents, "EUR");
    }
}
