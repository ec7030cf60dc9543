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

/** What an actor changed, or tried to reach outside its branch. */
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
     * One audit record.
     *
     * @param id of the record
     * @param chain id of the vendor whose chain the record belongs to; {@code operator} for records
     *     without a vendor
     * @param path the partners that may read the record: from the vendor down to the owner of what
     *     was changed, or to the caller that tried
     * @param at when it happened
     * @param actor who did it, and from where
     * @param action such as {@code partner.deactivated}; {@code access.refused} if a caller named a
     *     resource outside its branch
     * @param resource what was changed or named
     * @param changes the fields that changed; empty for {@code access.refused}
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

        /** The chain of records without a vendor. */
        public static final String OPERATOR = "operator";

        /** The action of a caller that named a resource outside its branch. */
        public static final String REFUSED = "access.refused";
    }

    /**
     * Who acted, and from where.
     *
     * @param service the service that acted by itself, on an event; absent for a call
     * @param role of the caller; absent if a service acted by itself
     * @param accountId the caller's account; absent if a service acted by itself
     * @param credentialId the token or API key that was used; absent if a service acted by itself
     * @param partnerId the partner that the caller acted for; absent for other roles
     * @param customerId the customer that called; absent for other roles
     * @param address IP address of the client; absent for internal calls
     * @param loginDomain the partner's login domain that was called; absent on the main site
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
     * The resource that was changed or named.
     *
     * @param type such as {@code partner}
     * @param id of the resource
     */
    record AuditResource(String type, String id) {}

    /**
     * A field that changed, with both values as JSON; a secret shows only that it changed.
     *
     * @param field name of the field
     * @param before the old value, cut after 2000 characters; absent for a new field
     * @param after the new value, cut after 2000 characters; absent for a removed field
     */
    record AuditChange(String field, @Nullable String before, @Nullable String after) {}
}
