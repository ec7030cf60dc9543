package io.keyway.usage.chain;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.WholeTopic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads {@code billing} as a billing system would. */
final class BillingTopic {

    private BillingTopic() {}

    /** All that the topic has about the statement now, in order. */
    static List<BillingEvent> of(StatementId statement) {
        return WholeTopic.records("billing").stream()
                .map(BillingTopic::read)
                .filter(event -> isAbout(event, statement))
                .toList();
    }

    private static BillingEvent read(ConsumerRecord<String, String> one) {
        return ContractJson.mapper().readerFor(BillingEvent.class).readValue(one.value());
    }

    private static boolean isAbout(BillingEvent event, StatementId statement) {
        return switch (event) {
            case BillingEvent.StatementLinesBilled billed -> billed.statementId().equals(statement);
            case BillingEvent.StatementClosed closed -> closed.statementId().equals(statement);
            case BillingEvent.SettlementPaid _ -> false;
        };
    }
}
