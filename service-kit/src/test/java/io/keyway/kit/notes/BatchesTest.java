package io.keyway.kit.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.bus.DeadLetters;
import io.keyway.kit.bus.Received;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.Delivery;
import io.keyway.kit.test.EventPublisher;
import io.keyway.kit.test.KeywayTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.core.env.Environment;
import org.springframework.messaging.Message;

/** The records of a poll are handled together, and a service knows how far it has consumed. */
@KeywayTest
class BatchesTest {

    private static final String BINDING = "onCustomers-in-0";

    private final Caller owner = Callers.partner(PartnerId.next());
    @Autowired private Publisher publisher;
    @Autowired private Replica<CustomerState> customerReplica;
    @Autowired private List<Received<CustomerEvent>> received;
    @Autowired private DeadLetters deadLetters;
    @Autowired private Store store;
    @Autowired private BindingsLifecycleController bindings;
    @Autowired private Environment environment;

    @Autowired
    @Qualifier("onCustomers")
    private Consumer<Message<?>> onCustomers;

    @AfterEach
    void read() {
        bindings.changeState(BINDING, State.RESUMED);
    }

    @ParameterizedTest
    @EnumSource
    void theNewestStateStays(Delivery delivery) {
        delivery.check(onCustomers, store, "customer-replica", "io.keyway.customer.changed.v1");
    }

    @Test
    void aPoisonedRecordInTheMiddleOfABatchIsKeptAloneAndTheOthersAreHandledOnce() {
        NotesApplication.bugFixed = false;
        NotesApplication.LARGEST_BATCH.set(0);
        bindings.changeState(BINDING, State.PAUSED);
        List<CustomerId> good = new ArrayList<>();
        CustomerId poison = CustomerId.next();
        for (int i = 0; i < 20; i++) {
            if (i == 10) {
                publish(poison, "poison");
            } else {
                good.add(publish(CustomerId.next(), "good"));
            }
        }
        bindings.changeState(BINDING, State.RESUMED);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(customerReplica.loadAll(good).keySet()).containsAll(good));
        await().untilAsserted(
                        () ->
                                assertThat(deadLetters.waiting(100))
                                        .filteredOn(letter -> letter.id().startsWith("same-key"))
                                        .singleElement()
                                        .satisfies(
                                                letter ->
                                                        assertThat(letter.reason())
                                                                .contains("cannot stand it")));
        assertThat(received.stream().map(one -> one.event().customer().id()).filter(good::contains))
                .as("each once")
                .containsExactlyInAnyOrderElementsOf(good);
        assertThat(customerReplica.loadAll(List.of(poison))).isEmpty();
        assertThat(NotesApplication.LARGEST_BATCH).hasValueGreaterThan(1);

        NotesApplication.bugFixed = true;
        deadLetters.replay();
        NotesApplication.bugFixed = false;
        assertThat(customerReplica.loadAll(List.of(poison)))
                .as("the replayed dead letter")
                .hasSize(1);
    }

    @Test
    void aMissIs404OnlyWhenAllEventsWereConsumed() {
        CustomerId known = CustomerId.next();
        new EventPublisher(publisher).publish(changed(known, "known"), 1);
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(customerReplica.load(known)).isPresent());
        CustomerId missing = CustomerId.next();
        assertThat(customerReplica.load(missing)).isEmpty();
        assertThat(customerReplica.find(owner, known)).as("foreign is missing").isEmpty();

        bindings.changeState(BINDING, State.PAUSED);
        CustomerId published = CustomerId.next();
        new EventPublisher(publisher).publish(changed(published, "published"), 1);
        long asked = System.nanoTime();
        assertThatThrownBy(() -> customerReplica.load(published))
                .isInstanceOf(ReplicaBehindException.class);
        assertThatThrownBy(() -> customerReplica.find(owner, published))
                .isInstanceOf(ReplicaBehindException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));

        bindings.changeState(BINDING, State.RESUMED);
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(customerReplica.load(published)).isPresent());
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(customerReplica.load(missing)).isEmpty());
    }

    @Test
    void aCallThatIs503BecauseAReplicaIsBehindCanBeRepeatedWithItsIdempotencyKey() {
        bindings.changeState(BINDING, State.PAUSED);
        CustomerId published = CustomerId.next();
        new EventPublisher(publisher)
                .publish(
                        new CustomerChanged(
                                new CustomerState(
                                        published,
                                        owner.partnerId(),
                                        owner.path(),
                                        "a@b.c",
                                        "published",
                                        null,
                                        true)),
                        1);
        Map<String, Object> note =
                Map.of("text", UUID.randomUUID().toString(), "rank", 1, "about", published.value());
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        for (int i = 0; i < 2; i++) {
            long asked = System.nanoTime();
            Api.Answer behind = Api.once(environment).post(owner, "/api/v1/notes", note, key);
            assertThat(behind.status()).as(behind.text()).isEqualTo(503);
            assertThat(behind.code()).isEqualTo("unavailable");
            assertThat(behind.response().headers().firstValue("Retry-After")).contains("1");
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isLessThan(Duration.ofSeconds(1));
        }
        bindings.changeState(BINDING, State.RESUMED);
        Api.Answer created = new Api(environment).post(owner, "/api/v1/notes", note, key);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        Api.Answer again = new Api(environment).post(owner, "/api/v1/notes", note, key);
        assertThat(again.json().path("id")).isEqualTo(created.json().path("id"));
        assertThat(
                        new Api(environment)
                                .post(
                                        owner,
                                        "/api/v1/notes",
                                        Map.of(
                                                "text",
                                                UUID.randomUUID().toString(),
                                                "rank",
                                                1,
                                                "about",
                                                CustomerId.next().value()))
                                .status())
                .isEqualTo(404);
    }

    private CustomerId publish(CustomerId id, String name) {
        new EventPublisher(publisher).publishUnderKey("same-key", changed(id, name), 1);
        return id;
    }

    private static CustomerChanged changed(CustomerId id, String name) {
        PartnerId partner = PartnerId.next();
        return new CustomerChanged(
                new CustomerState(id, partner, List.of(partner), "a@b.c", name, null, true));
    }
}
