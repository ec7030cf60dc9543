package io.keyway.license.network;

import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.store.Replica;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the copies of partners and grants current. */
@Configuration(proxyBeanMethods = false)
class NetworkConsumers {

    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                PartnerEvent.class,
                batch -> {
                    network.putPartners(batch.stream().map(NetworkConsumers::partner).toList());
                    network.deletePartners(
                            batch.stream()
                                    .filter(one -> one.event() instanceof PartnerDeleted)
                                    .map(NetworkConsumers::partner)
                                    .toList());
                });
    }

    private static Replica.Update<PartnerState> partner(Received<PartnerEvent> received) {
        PartnerState partner = received.event().partner();
        return received.toUpdate(partner.id(), partner);
    }

    @Bean
    Consumer<Message<?>> onGrants(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                GrantEvent.class,
                batch -> network.putGrants(batch.stream().map(NetworkConsumers::grants).toList()));
    }

    private static Replica.Update<GrantsState> grants(Received<GrantEvent> received) {
        return switch (received.event()) {
            case GrantsReplaced(GrantsState grants) -> received.toUpdate(grants.partnerId(), grants);
        };
    }

    @Bean
    Consumer<Message<?>> onCustomers(
            Subscriptions subscriptions, Network network, CustomerFollowers followers) {
        return subscriptions.toBatches(
                CustomerEvent.class,
                batch -> {
                    network.putCustomers(batch.stream().map(NetworkConsumers::customer).toList());
                    // The newest that is known, not these: events may come late and more than
                    // once.
                    batch.stream()
                            .map(one -> one.event().customer().id())
                            .distinct()
                            .forEach(id -> network.customer(id).ifPresent(followers::follow));
                });
    }

    private static Replica.Update<CustomerState> customer(Received<CustomerEvent> received) {
        CustomerState customer = received.event().customer();
        return received.toUpdate(customer.id(), customer);
    }
}
