package io.keyway.license.issuance;

import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.license.licenses.Licenses;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * What is settled is paid and counts as unpaid no more. The licenses are marked first, each with
 * the settlement; the counter is then lowered once per settlement, by how many it has marked. So a
 * settlement that comes twice, or half-done before a crash, frees each license once. A counter that
 * is freed late refuses a moment too long; one that is freed early would let too many through.
 */
@Configuration(proxyBeanMethods = false)
class FreeSettled {

    @Bean
    Consumer<Message<?>> onBilling(Subscriptions subscriptions, Licenses licenses, Quotas quotas) {
        return subscriptions.to(
                BillingEvent.class,
                received -> {
                    switch (received.event()) {
                        case SettlementPaid paid -> {
                            long count =
                                    Set.copyOf(paid.licenseIds()).stream()
                                            .filter(
                                                    license ->
                                                            licenses.markPaid(
                                                                    license,
                                                                    paid.payer(),
                                                                    paid.settlementId()))
                                            .count();
                            quotas.lower(
                                    QuotaClaim.unpaidOf(paid.payer()), paid.settlementId(), count);
                        }
                        case BillingEvent.StatementClosed notOurs -> {}
                    }
                });
    }
}
