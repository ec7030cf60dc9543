package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events about accounts, as far as the gateway needs them to authenticate. */
public sealed interface AccountEvent extends DomainEvent {

    AccountState account();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.ACCOUNTS;
    }

    @Override
    @JsonIgnore
    default String key() {
        return account().id().value();
    }

    @JsonTypeName("io.keyway.account.created.v1")
    record AccountCreated(AccountState account) implements AccountEvent {}

    @JsonTypeName("io.keyway.account.changed.v1")
    record AccountChanged(AccountState account) implements AccountEvent {}

    @JsonTypeName("io.keyway.account.deleted.v1")
    record AccountDeleted(AccountState account) implements AccountEvent {}

    /**
     * An account, as far as the gateway needs it.
     *
     * @param sessionsValidFrom credentials issued before this instant are refused: a changed
     *     password ends sessions
     */
    record AccountState(
            AccountId id,
            Role role,
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            boolean active,
            Set<Permission> permissions,
            boolean mustChangePassword,
            Instant sessionsValidFrom) {}
}
