package io.keyway.kit.store;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.AuditEvent.AuditActor;
import io.keyway.contracts.event.AuditEvent.AuditChange;
import io.keyway.contracts.event.AuditEvent.AuditEntry;
import io.keyway.contracts.event.AuditEvent.AuditRecorded;
import io.keyway.contracts.event.AuditEvent.AuditResource;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.AuditId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates the audit records of changes. A record goes into the outbox in the same write as the
 * change itself: there is no change without its record, and no record without its change.
 */
public final class AuditWriter {

    /** Longer values are cut: the trail says what changed, and is no second store. */
    private static final int VALUE_MAX = 2000;

    private static final String HIDDEN = "\"(secret)\"";
    private static final JsonMapper JSON = ContractJson.mapper();

    private final String service;
    private final Clock clock;
    private final Supplier<Optional<Caller>> currentCaller;

    /**
     * Creates the writer.
     *
     * @param service name of this service, the actor of what happens outside a request
     * @param currentCaller empty outside a request: the service acts by itself
     */
    public AuditWriter(String service, Clock clock, Supplier<Optional<Caller>> currentCaller) {
        this.service = service;
        this.clock = clock;
        this.currentCaller = currentCaller;
    }

    /**
     * The record of a change.
     *
     * @param before null for a new aggregate
     * @param after null for a deleted aggregate
     */
    AuditRecorded change(
            Aggregate aggregate,
            @Nullable Document before,
            @Nullable Document after,
            List<DomainEvent> events) {
        String type = typeOf(aggregate.id());
        String action =
                events.isEmpty()
                        ? type
                                + (before == null
                                        ? ".created"
                                        : after == null ? ".deleted" : ".changed")
                        : actionOf(events.getFirst());
        return record(
                aggregate.scope(),
                action,
                aggregate.id(),
                changes(before, after, hiddenOf(aggregate)));
    }

    /**
     * The record of a caller naming a resource outside its scope.
     *
     * @param seenBy the partners that may read the record, because they see both the caller and the
     *     resource. The caller itself is not among them: the record would tell it that the resource
     *     exists
     */
    AuditRecorded refused(List<PartnerId> seenBy, Id id) {
        return record(seenBy, AuditEntry.REFUSED, id, List.of());
    }

    private AuditRecorded record(
            List<PartnerId> path, String action, Id resource, List<AuditChange> changes) {
        return new AuditRecorded(
                new AuditEntry(
                        AuditId.next(),
                        path.isEmpty() ? AuditEntry.OPERATOR : path.getFirst().value(),
                        path,
                        clock.instant(),
                        actor(),
                        action,
                        new AuditResource(typeOf(resource), resource.value()),
                        changes));
    }

    private AuditActor actor() {
        Optional<Caller> caller = currentCaller.get();
        if (caller.isEmpty()) {
            return new AuditActor(service, null, null, null, null, null, null, null);
        }
        Caller who = caller.get();
        String address = who.origin().address();
        return new AuditActor(
                null,
                who.role(),
                who.actor(),
                who.credentialId(),
                who.partnerId(),
                who.customerId(),
                address.isEmpty() ? null : address,
                who.origin().loginDomain());
    }

    private static List<AuditChange> changes(
            @Nullable Document before, @Nullable Document after, Predicate<String> hidden) {
        Set<String> fields = new TreeSet<>();
        if (before != null) {
            fields.addAll(before.keySet());
        }
        if (after != null) {
            fields.addAll(after.keySet());
        }
        List<AuditChange> changes = new ArrayList<>();
        for (String field : fields) {
            Object old = before == null ? null : before.get(field);
            Object next = after == null ? null : after.get(field);
            if (!Objects.equals(old, next)) {
                boolean secret = hidden.test(field);
                changes.add(new AuditChange(field, text(old, secret), text(next, secret)));
            }
        }
        return changes;
    }

    private static @Nullable String text(@Nullable Object value, boolean secret) {
        if (value == null) {
            return null;
        }
        if (secret) {
            return HIDDEN;
        }
        Object plain = value instanceof Date date ? date.toInstant() : value;
        String text = JSON.writeValueAsString(plain);
        return text.length() <= VALUE_MAX ? text : text.substring(0, VALUE_MAX) + "\u2026";
    }

    private static Predicate<String> hiddenOf(Aggregate aggregate) {
        Set<String> secrets = secrets(aggregate.getClass());
        return field -> secrets.contains(field) || aggregate.hides(field);
    }

    private static Set<String> secrets(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(Secret.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    /** The resource type of an id: {@code PartnerId} is {@code partner}. */
    private static String typeOf(Id id) {
        String name = id.getClass().getSimpleName();
        return name.substring(0, name.length() - "Id".length()).toLowerCase(Locale.ROOT);
    }

    /** The action of an event: {@code io.keyway.partner.created.v1} is {@code partner.created}. */
    private static String actionOf(DomainEvent event) {
        String[] parts = DomainEvent.typeOf(event.getClass()).split("\\.");
        return String.join(".", Arrays.asList(parts).subList(2, parts.length - 1));
    }
}
