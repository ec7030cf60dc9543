package io.keyway.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {

    private static final String UNIQUE = "01hv7z8k3m9q2r4s6t8v0w1x21";
    private static final List<Function<String, ? extends Id>> TYPES =
            List.of(
                    AccountId::with,
                    ApplicationId::with,
                    CredentialId::with,
                    CustomerId::with,
                    IssuanceId::with,
                    LicenseId::with,
                    LineId::with,
                    MachineId::with,
                    BatchId::with,
                    MeterId::with,
                    OrderId::with,
                    PartnerId::with,
                    PlanId::with,
                    PolicyId::with,
                    ProductId::with,
                    CreditId::with,
                    CreditNoteId::with,
                    QuotaId::with,
                    ReturnId::with,
                    SettlementId::with,
                    StatementCloseId::with,
                    StatementId::with);

    @Test
    void eachTypeHasAPrefixOfItsOwn() {
        List<String> values = TYPES.stream().map(type -> type.apply(UNIQUE).value()).toList();
        assertThat(values)
                .allMatch(value -> value.matches("[a-z]{3}_" + UNIQUE))
                .doesNotHaveDuplicates();
        assertThat(OrderId.with(UNIQUE).value()).isEqualTo("ord_" + UNIQUE);
    }

    @Test
    void saysWhenItWasMade() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        assertThat(OrderId.next().madeAt()).isBetween(before, Instant.now().plusMillis(1));
    }

    @Test
    void takesExactlyTheCharactersOfTheDocumentedForm() {
        for (int place = 0; place < UNIQUE.length(); place++) {
            for (char c = 0; c < 256; c++) {
                String unique = UNIQUE.substring(0, place) + c + UNIQUE.substring(place + 1);
                assertThat(isOrderId("ord_" + unique))
                        .as("'%s' at %d", c, place)
                        .isEqualTo(Id.UNIQUE.matcher(unique).matches());
            }
        }
    }

    private static boolean isOrderId(String value) {
        try {
            return new OrderId(value).value().equals(value);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    @Test
    void eachTypeRefusesAnyOtherForm() {
        for (Function<String, ? extends Id> type : TYPES) {
            assertThatIllegalArgumentException().isThrownBy(() -> type.apply(UNIQUE.substring(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ord",
                "ord_",
                UNIQUE,
                "cus_" + UNIQUE,
                "Ord_" + UNIQUE,
                "ord-" + UNIQUE,
                " ord_" + UNIQUE,
                "ord_" + UNIQUE + "0",
                "ord_" + UNIQUE + "\n",
                "ord_01hv7z8k3m9q2r4s6t8v0w1x2",
                "ord_01HV7Z8K3M9Q2R4S6T8V0W1X21",
                "ord_81hv7z8k3m9q2r4s6t8v0w1x21",
                "ord_01hv7z8k3m9q2r4s6t8v0w1x2i",
                "ord_01hv7z8k3m9q2r4s6t8v0w1x2l",
                "ord_01hv7z8k3m9q2r4s6t8v0w1x2o",
                "ord_01hv7z8k3m9q2r4s6t8v0w1x2u"
            })
    void refusesMalformedOrderIds(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderId(value));
    }

    @Test
    void takesTheFirstAndTheLastUniquePart() {
        assertThat(new OrderId("ord_" + "0".repeat(26)).uniquePart()).isEqualTo("0".repeat(26));
        assertThat(new OrderId("ord_7" + "z".repeat(25)).uniquePart())
                .isEqualTo("7" + "z".repeat(25));
    }

    @Test
    void idsMadeTogetherShareTheirUniquePart() {
        OrderId order = OrderId.next();
        assertThat(LineId.with(order.uniquePart()).value())
                .isEqualTo("lin_" + order.value().substring(4));
    }

    @Test
    void laterOnesSortAfterEarlierOnes() {
        List<String> ids =
                IntStream.range(0, 20_000).mapToObj(i -> OrderId.next().value()).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void beginsWithTheMomentItWasMade() {
        long before = System.currentTimeMillis();
        long time = Ulid.from(Id.unique()).getTime();
        assertThat(time).isBetween(before, System.currentTimeMillis());
    }
}
