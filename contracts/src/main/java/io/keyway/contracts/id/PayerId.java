package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Who owes by a statement: a partner owes its parent, a customer its partner. */
public sealed interface PayerId extends Id permits PartnerId, CustomerId {

    /**
     * The id in its written form.
     *
     * @throws IllegalArgumentException if it is neither a partner's nor a customer's
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PayerId of(String value) {
        return value.startsWith(CustomerId.PREFIX + "_")
                ? new CustomerId(value)
                : new PartnerId(value);
    }
}
