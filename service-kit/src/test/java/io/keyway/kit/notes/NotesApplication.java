package io.keyway.kit.notes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import com.mongodb.client.model.Filters;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Sorting;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import jakarta.servlet.Filter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.Message;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A minimal service: notes of a partner, published to the bus and consumed again. */
@SpringBootApplication
public class NotesApplication {

    /** The largest number of events that the consumer got at once. */
    static final AtomicInteger LARGEST_BATCH = new AtomicInteger();

    /** Whether the consumer's bug is fixed. */
    static volatile boolean bugFixed;

    public static void main(String[] args) {
        SpringApplication.run(NotesApplication.class, args);
    }

    public record Note(
            CustomerId id,
            List<PartnerId> scope,
            String text,
            long rank,
            @Nullable BigDecimal price,
            Instant at)
            implements Aggregate {

        CustomerState toState() {
            return new CustomerState(
                    id, scope.getLast(), scope, text + "@example.com", text, null, true);
        }
    }

    @Bean
    Aggregates<Note> notes(Store store) {
        return store.aggregates("notes", Note.class)
                .unique("state.text")
                .sortable("text", note -> note.text().toLowerCase(Locale.ROOT))
                .sortable("rank", note -> String.format(Locale.ROOT, "%03d", note.rank()));
    }

    @Bean
    Replica<CustomerState> customerReplica(Store store) {
        return store.replica(
                Topic.CUSTOMERS, "customer-replica", CustomerState.class, CustomerState::path);
    }

    /** The events that the consumer got, in order. */
    @Bean
    List<Received<CustomerEvent>> received() {
        return new CopyOnWriteArrayList<>();
    }

    @Bean
    Consumer<Message<?>> onCustomers(
            Subscriptions subscriptions,
            Replica<CustomerState> customerReplica,
            List<Received<CustomerEvent>> received) {
        return subscriptions.toBatches(
                CustomerEvent.class,
                batch -> {
                    LARGEST_BATCH.accumulateAndGet(batch.size(), Math::max);
                    if (!bugFixed
                            && batch.stream()
                                    .anyMatch(
                                            one ->
                                                    one.event()
                                                            .customer()
                                                            .name()
                                                            .startsWith("poison"))) {
                        throw new IllegalStateException("this handler cannot stand it");
                    }
                    customerReplica.putAll(
                            batch.stream()
                                    .map(
                                            one ->
                                                    one.toUpdate(
                                                            one.event().customer().id(),
                                                            one.event().customer()))
                                    .toList());
                    received.addAll(batch);
                });
    }

    /** A filter that reads a store which is away. */
    @Bean
    FilterRegistrationBean<Filter> storeIsAway() {
        FilterRegistrationBean<Filter> registration =
                new FilterRegistrationBean<>(
                        (request, response, chain) -> {
                            throw new MongoSocketReadException("cut off", new ServerAddress());
                        });
        registration.addUrlPatterns("/api/v1/store-is-away");
        return registration;
    }

    @RestController
    @RequestMapping("/api/v1/notes")
    public static class NotesController {

        public enum Kind {
            @JsonProperty("short")
            SHORT,
            @JsonProperty("long")
            LONG
        }

        public record NewNote(
                @NotBlank String text,
                @NotNull @Min(0) @Max(100) Integer rank,
                @Nullable Kind kind,
                @Nullable BigDecimal price,
                @Nullable CustomerId about,
                @Nullable @Valid NewNote nested) {}

        public record Edit(
                @NotBlank String text, @NotNull @Min(0) Long rank, @Nullable BigDecimal price) {}

        private final Aggregates<Note> notes;
        private final Replica<CustomerState> customerReplica;
        private final MergePatch mergePatch;

        NotesController(
                Aggregates<Note> notes,
                Replica<CustomerState> customerReplica,
                MergePatch mergePatch) {
            this.customerReplica = customerReplica;
            this.notes = notes;
            this.mergePatch = mergePatch;
        }

        @PostMapping
        ResponseEntity<Note> create(Caller caller, NewId newId, @Valid @RequestBody NewNote body) {
            if (body.text().equals("bug")) {
                throw new IllegalStateException("com.mongodb.secret");
            }
            if (body.about() != null) {
                customerReplica.find(caller, body.about()).orElseThrow(Refused::notFound);
            }
            Note note =
                    new Note(
                            newId.as(CustomerId::with),
                            caller.path(),
                            body.text(),
                            body.rank(),
                            body.price(),
                            Instant.parse("2026-03-01T12:00:00.123Z"));
            return answer(
                    201,
                    notes.insert(note, new CustomerChanged(note.toState()))
                            .orElseThrow(Refused.invalid("text", "is taken")));
        }

        /** Waits until it is interrupted. */
        @PostMapping("/waiting")
        void waitFor(@RequestBody JsonNode body) throws InterruptedException {
            Thread.sleep(Duration.ofSeconds(30));
        }

        @GetMapping
        Page<Note> list(
                Caller caller,
                PageRequest page,
                @RequestParam(required = false) @Nullable Instant since,
                @RequestParam(required = false) @Nullable String by,
                @RequestParam(defaultValue = "false") boolean down) {
            return (by == null
                            ? notes.page(caller, Filters.empty(), page)
                            : notes.page(caller, Filters.empty(), new Sorting(by, down), page))
                    .map(Stored::state);
        }

        @GetMapping("/{id}")
        ResponseEntity<Note> get(Caller caller, @PathVariable CustomerId id) {
            return answer(200, notes.find(caller, id).orElseThrow(Refused::notFound));
        }

        @PatchMapping("/{id}")
        ResponseEntity<Note> edit(
                Caller caller,
                @PathVariable CustomerId id,
                IfMatch ifMatch,
                @RequestBody JsonNode patch) {
            notes.find(caller, id).orElseThrow(Refused::notFound);
            return answer(
                    200,
                    notes.change(
                                    id,
                                    stored -> {
                                        ifMatch.require(stored);
                                        Note note = stored.state();
                                        Edit edit =
                                                mergePatch.apply(
                                                        new Edit(
                                                                note.text(),
                                                                note.rank(),
                                                                note.price()),
                                                        patch);
                                        Note next =
                                                new Note(
                                                        note.id(),
                                                        note.scope(),
                                                        edit.text(),
                                                        edit.rank(),
                                                        edit.price(),
                                                        note.at());
                                        return Decision.change(
                                                next, new CustomerChanged(next.toState()));
                                    })
                            .orElseThrow(Refused::notFound));
        }

        private static ResponseEntity<Note> answer(int status, Stored<Note> stored) {
            return ResponseEntity.status(status).eTag(stored.etag()).body(stored.state());
        }
    }
}
