package io.keyway.license.issuance;

import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.license.licenses.Licenses;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * What is settled is paid and counts as unpaid no more, license by license: a settlement that comes
 * twice, or half-done before a crash, frees each of them once. The license is marked first; a
 * counter that is freed late refuses a moment too long, one that is freed early would let too many
 * through.
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
                            for (LicenseId license : paid.licenseIds()) {
                                if (licenses.markPaid(license, paid.payer())) {
                                    quotas.release(
                                            QuotaClaim.unpaidOf(paid.payer()), license.value(), 1);
                                }
                            }
                        }
                        case BillingEvent.StatementClosed notOurs -> {}
                    }
                });
    }
}
