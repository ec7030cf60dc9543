package io.keyway.partner.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

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
                    null,
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
        Customer kept = customer.transferredTo(path, customer.planPeriods(), TODAY);
        Customer ended = customer.transferredTo(path, List.of(new PlanPeriod(null, null)), TODAY);
        assertThat(kept.toState().planId()).isEqualTo(plan);
        assertThat(ended.toState().planId()).isNull();
        assertThat(ended.scope()).isEqualTo(path);
    }

    @Test
    void theEventSaysWhichPlanIsToCome() {
        PlanPeriod coming = new PlanPeriod(TODAY.plusDays(1), null);
        Customer planned = customer.withPlans(List.of(new PlanPeriod(null, plan), coming), TODAY);

        assertThat(planned.toState().planId()).isEqualTo(plan);
        assertThat(planned.toState().planPeriods()).endsWith(coming);
        assertThat(planned.asOf(TODAY.plusDays(1)).toState().planId()).isNull();
        assertThat(planned.withActive(false).planPeriods()).endsWith(coming);
    }
}
