package io.keyway.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.kit.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bson.Document;
import org.springframework.messaging.Message;

/**
 * The orders in which the bus may deliver three states of an aggregate: each array is a poll, each
 * number a sequence. In the end the third state must be stored.
 */
public enum Delivery {
    IN_ORDER(new long[] {1, 2, 3}),
    POLL_BY_POLL(new long[] {1}, new long[] {2}, new long[] {3}),
    TWICE(new long[] {1, 2, 3}, new long[] {1, 2, 3}),
    DUPLICATE_IN_ONE_POLL(new long[] {1, 3, 3, 1}),
    NEWEST_FIRST(new long[] {3, 2, 1}),
    LATE(new long[] {3}, new long[] {1}, new long[] {2}),
    MIXED(new long[] {2, 1}, new long[] {3, 1}, new long[] {2});

    private static final Path GOLDEN = Path.of("../contracts/src/test/resources/golden");

    private final long[][] polls;

    Delivery(long[]... polls) {
        this.polls = polls;
    }

    /**
     * Delivers the golden event of the type to the consumer in this order, and checks what its
     * replica stores.
     *
     * @param collection of the replica; the document's id is the event's key
     */
    public void check(Consumer<Message<?>> consumer, Store store, String collection, String type) {
        DomainEvent event = golden(type);
        Document id = new Document("_id", event.key());
        store.collection(collection).deleteOne(id);
        for (long[] poll : polls) {
            Poll records = new Poll();
            for (long sequence : poll) {
                records.event(event, sequence);
            }
            consumer.accept(records.message());
        }
        assertThat(store.collection(collection).find(id))
                .as("%s by %s", type, this)
                .singleElement()
                .extracting(document -> document.getLong("sequence"))
                .isEqualTo(3L);
    }

    private static DomainEvent golden(String type) {
        try {
            return ContractJson.mapper()
                    .readerFor(DomainEvent.class)
                    .readValue(Files.readAllBytes(GOLDEN.resolve(type + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
