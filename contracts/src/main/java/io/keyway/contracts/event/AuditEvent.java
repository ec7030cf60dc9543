package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.AuditId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody did, or tried to do outside its branch. */
public sealed interface AuditEvent extends DomainEvent {

    AuditEntry entry();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.AUDIT;
    }

    @Override
    @JsonIgnore
    default String key() {
        return entry().chain();
    }

    @JsonTypeName("io.keyway.audit.recorded.v1")
    record AuditRecorded(AuditEntry entry) implements AuditEvent {}

    /**
     * @param chain the vendor whose chain it belongs to; {@value #OPERATOR} for what belongs to
     *     none
     * @param path whoever is on it may read the record: from the vendor down to the owner of what
     *     was changed, or to whoever tried
     * @param action such as {@code partner.deactivated} or {@value #REFUSED}
     */
    record AuditEntry(
            AuditId id,
            String chain,
            List<PartnerId> path,
            Instant at,
            AuditActor actor,
            String action,
            AuditResource resource,
            List<AuditChange> changes) {

        /** The chain of what belongs to no vendor. */
        public static final String OPERATOR = "operator";

        /** Somebody named what exists outside its branch. */
        public static final String REFUSED = "access.refused";
    }

    /**
     * Who, and from where.
     *
     * @param service that acted by itself, on an event; absent if somebody called
     * @param address of the client; absent if nobody outside called
     * @param loginDomain whose page was called; absent on the main one
     */
    record AuditActor(
            @Nullable String service,
            @Nullable Role role,
            @Nullable AccountId accountId,
            @Nullable CredentialId credentialId,
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            @Nullable String address,
            @Nullable String loginDomain) {}

    /**
     * @param type such as {@code partner}
     */
    record AuditResource(String type, String id) {}

    /**
     * A field that is another one now, both as JSON; a secret shows only that it changed.
     *
     * @param before absent for what is new
     * @param after absent for what is gone
     */
    record AuditChange(String field, @Nullable String before, @Nullable String after) {}
}
