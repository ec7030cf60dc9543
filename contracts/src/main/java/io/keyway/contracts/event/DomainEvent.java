package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;

/**
 * A fact that one service tells the others. Its JSON carries its CloudEvents type in {@code type};
 * a version is added beside the old one, never edited.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface DomainEvent
        permits PartnerEvent,
                AccountEvent,
                CustomerEvent,
                GrantEvent,
                CatalogEvent,
                OrderEvent,
                IssuanceEvent,
                LicenseEvent,
                BillingEvent,
                AuditEvent {

    @JsonIgnore
    Topic topic();

    /** The record key: facts of one key stay in order. */
    @JsonIgnore
    String key();

    /** The CloudEvents type, {@code io.keyway.<subject>.<fact>.v<n>}. */
    static String typeOf(Class<? extends DomainEvent> event) {
        return event.getAnnotation(JsonTypeName.class).value();
    }
}
