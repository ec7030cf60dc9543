package io.keyway.license.batches;

import io.keyway.license.batches.Batch.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of a batch, in the order in which a sample file has them. */
enum Column {
    CUSTOMER("customer", EnumSet.allOf(Kind.class), true, RowInput::customer),
    PRODUCT("product", EnumSet.allOf(Kind.class), true, RowInput::product),
    POLICY("policy", EnumSet.allOf(Kind.class), true, RowInput::policy),
    QUANTITY("quantity", EnumSet.of(Kind.ISSUE), true, RowInput::quantity),
    CLASS("class", EnumSet.of(Kind.ISSUE), false, RowInput::licenseClass),
    TYPE("type", EnumSet.of(Kind.ISSUE), false, RowInput::type),
    RESELLER_NOTES("resellerNotes", EnumSet.of(Kind.ISSUE), false, RowInput::resellerNotes),
    CUSTOMER_DETAILS("customerDetails", EnumSet.of(Kind.ISSUE), false, RowInput::customerDetails),
    CUSTOMER_PAID("customerPaid", EnumSet.of(Kind.ISSUE), false, RowInput::customerPaid),
    CUSTOMER_PAID_DATE(
            "customerPaidDate", EnumSet.of(Kind.ISSUE), false, RowInput::customerPaidDate),
    KEY("key", EnumSet.of(Kind.IMPORT), true, RowInput::key),
    SHA256("sha256", EnumSet.of(Kind.IMPORT), true, RowInput::sha256),
    ISSUED_AT("issuedAt", EnumSet.of(Kind.IMPORT), true, RowInput::issuedAt),
    EXPIRES_AT("expiresAt", EnumSet.of(Kind.IMPORT), false, RowInput::expiresAt);

    private final String wire;
    private final Set<Kind> kinds;
    private final boolean required;
    private final Function<RowInput, @Nullable Object> value;

    Column(
            String wire,
            Set<Kind> kinds,
            boolean required,
            Function<RowInput, @Nullable Object> value) {
        this.wire = wire;
        this.kinds = kinds;
        this.required = required;
        this.value = value;
    }

    /** As it is called in a header line and in JSON. */
    String wire() {
        return wire;
    }

    boolean isOf(Kind kind) {
        return kinds.contains(kind);
    }

    boolean isRequiredIn(Kind kind) {
        return required && isOf(kind);
    }

    @Nullable Object of(RowInput row) {
        return value.apply(row);
    }

    static List<Column> of(Kind kind) {
        return Arrays.stream(values()).filter(column -> column.isOf(kind)).toList();
    }

    static Optional<Column> named(String wire) {
        return Arrays.stream(values()).filter(column -> column.wire.equals(wire)).findFirst();
    }
}
