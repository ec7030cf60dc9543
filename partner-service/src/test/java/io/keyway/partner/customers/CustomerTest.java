package io.keyway.partner.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerTest {

    private final PartnerId vendor = PartnerId.next();
    private final PlanId plan = PlanId.next();
    private final Customer customer =
            new Customer(
                    CustomerId.next(),
                    List.of(vendor, PartnerId.next()),
                    vendor,
                    "ada@example.com",
                    "Ada",
                    "Byron",
                    null,
                    plan,
                    true,
                    Instant.EPOCH,
                    null);

    @Test
    void theEventCarriesThePlan() {
        assertThat(customer.toState().planId()).isEqualTo(plan);
        assertThat(customer.withActive(false).toState().planId()).isEqualTo(plan);
        assertThat(customer.withEmailReplaced("ada@example.com", "a@example.com").planId())
                .isEqualTo(plan);
    }

    @Test
    void aMoveKeepsOrEndsThePlan() {
        List<PartnerId> path = List.of(vendor, PartnerId.next());
        assertThat(customer.transferredTo(path, true).toState().planId()).isEqualTo(plan);
        assertThat(customer.transferredTo(path, false).toState().planId()).isNull();
        assertThat(customer.transferredTo(path, false).scope()).isEqualTo(path);
    }
}
