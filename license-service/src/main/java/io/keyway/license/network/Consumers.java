package io.keyway.license.network;

import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.contracts.event.BillingEvent.StatementClosed;
import io.keyway.contracts.event.BillingEvent.StatementLinesBilled;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.IssuanceEvent.LinesReturned;
import io.keyway.contracts.event.IssuanceEvent.ReturnRefused;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.store.Replica;
import io.keyway.license.issuance.IssuanceSaga;
import io.keyway.license.issuance.IssueOrderLines;
import io.keyway.license.ownership.LicenseOwnership;
import io.keyway.license.quotas.ApplySettlement;
import io.keyway.license.returns.ProcessReturns;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * The stream bindings of license-service: each passes the events of a topic to the method that
 * handles them. The topic {@code licenses} has none: every instance must read all of its
 * partitions, so {@code LicenseEventReader} consumes it without a group.
 */
@Configuration(proxyBeanMethods = false)
class Consumers {

    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                PartnerEvent.class,
                batch -> {
                    network.putPartners(batch.stream().map(Consumers::partner).toList());
                    network.putDeletedPartners(
                            batch.stream()
                                    .filter(one -> one.event() instanceof PartnerDeleted)
                                    .map(Consumers::partner)
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
                batch -> network.putGrants(batch.stream().map(Consumers::grants).toList()));
    }

    private static Replica.Update<GrantsState> grants(Received<GrantEvent> received) {
        return switch (received.event()) {
            case GrantsReplaced(GrantsState grants) ->
                    received.toUpdate(grants.partnerId(), grants);
        };
    }

    @Bean
    Consumer<Message<?>> onCustomers(
            Subscriptions subscriptions, Network network, LicenseOwnership ownership) {
        return subscriptions.toBatches(
                CustomerEvent.class,
                batch -> {
                    network.putCustomers(batch.stream().map(Consumers::customer).toList());
                    // The replica's state and not the event's: an event may be late or repeated.
                    batch.stream()
                            .map(one -> one.event().customer().id())
                            .distinct()
                            .forEach(id -> network.customer(id).ifPresent(ownership::update));
                });
    }

    private static Replica.Update<CustomerState> customer(Received<CustomerEvent> received) {
        CustomerState customer = received.event().customer();
        return received.toUpdate(customer.id(), customer);
    }

    @Bean
    Consumer<Message<?>> onOrders(
            Subscriptions subscriptions, IssueOrderLines issueOrderLines, ProcessReturns returns) {
        return subscriptions.to(
                OrderEvent.class,
                received -> {
                    issueOrderLines.issue(received.event().order());
                    returns.begin(received.event().order());
                });
    }

    @Bean
    Consumer<Message<?>> onChunks(Subscriptions subscriptions, IssuanceSaga saga) {
        return subscriptions.to(
                IssuanceEvent.class,
                received -> {
                    switch (received.event()) {
                        case ChunkRequested requested -> saga.issueChunk(requested);
                        // The other events of this topic are for order-service.
                        case AllowanceOpened opened -> {}
                        case LineIssued issued -> {}
                        case LineFailed failed -> {}
                        case LineDrawn drawn -> {}
                        case LinesReturned returned -> {}
                        case ReturnRefused refused -> {}
                    }
                });
    }

    @Bean
    Consumer<Message<?>> onBilling(Subscriptions subscriptions, ApplySettlement applySettlement) {
        return subscriptions.to(
                BillingEvent.class,
                received -> {
                    switch (received.event()) {
                        case SettlementPaid paid -> applySettlement.apply(paid);
                        case StatementClosed _, StatementLinesBilled _ -> {} // No licenses.
                    }
                });
    }
}
