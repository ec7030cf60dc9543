package io.keyway.order.network;

import io.keyway.contracts.event.CatalogEvent;
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
import io.keyway.kit.store.Replica.Update;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the copies current. */
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    @Bean
    Consumer<Message<?>> onPartners(
            Subscriptions subscriptions, Network network, PartnerDepartures departures) {
        return subscriptions.toBatches(
                PartnerEvent.class,
                batch -> {
                    network.partners.putAll(
                            batch.stream().map(NetworkConfiguration::partner).toList());
                    List<Update<PartnerState>> gone =
                            batch.stream()
                                    .filter(one -> one.event() instanceof PartnerDeleted)
                                    .map(NetworkConfiguration::partner)
                                    .toList();
                    network.gone.putAll(gone);
                    gone.forEach(one -> departures.leave(one.state().id()));
                });
    }

    private static Update<PartnerState> partner(Received<PartnerEvent> received) {
        PartnerState partner = received.event().partner();
        return received.toUpdate(partner.id(), partner);
    }

    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                CustomerEvent.class,
                batch ->
                        network.customers.putAll(
                                batch.stream().map(NetworkConfiguration::customer).toList()));
    }

    private static Update<CustomerState> customer(Received<CustomerEvent> received) {
        CustomerState customer = received.event().customer();
        return received.toUpdate(customer.id(), customer);
    }

    @Bean
    Consumer<Message<?>> onGrants(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                GrantEvent.class,
                batch ->
                        network.grants.putAll(
                                batch.stream().map(NetworkConfiguration::grants).toList()));
    }

    private static Update<GrantsState> grants(Received<GrantEvent> received) {
        return switch (received.event()) {
            case GrantsReplaced(GrantsState grants) -> received.toUpdate(grants.partnerId(), grants);
        };
    }

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(CatalogEvent.class, network::onEvent);
    }
}
