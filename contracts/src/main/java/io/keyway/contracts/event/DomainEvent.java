package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;

/**
 * An event that one service publishes to the others. Its JSON has its CloudEvents type in {@code
 * type}. A new version is added beside the old one; a published version is never edited.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface DomainEvent
        permits PartnerEvent,
                AccountEvent,
                CredentialEvent,
                CustomerEvent,
                GrantEvent,
                CatalogEvent,
                OrderEvent,
                IssuanceEvent,
                LicenseEvent,
                BillingEvent,
                QuotaEvent,
                AuditEvent {

    @JsonIgnore
    Topic topic();

    /** The record key: events with the same key stay in order. */
    @JsonIgnore
    String key();

    /** The CloudEvents type, {@code io.keyway.<subject>.<fact>.v<n>}. */
    static String typeOf(Class<? extends DomainEvent> event) {
        return event.getAnnotation(JsonTypeName.class).value();
    }
}
