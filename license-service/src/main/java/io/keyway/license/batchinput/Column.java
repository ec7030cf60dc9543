package io.keyway.license.batchinput;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of a batch, in the order of a sample file. */
public enum Column {
    CUSTOMER("customer", EnumSet.allOf(BatchKind.class), true, RowInput::customer),
    PRODUCT("product", EnumSet.allOf(BatchKind.class), true, RowInput::product),
    POLICY("policy", EnumSet.allOf(BatchKind.class), true, RowInput::policy),
    QUANTITY("quantity", EnumSet.of(BatchKind.ISSUE), true, RowInput::quantity),
    CLASS("class", EnumSet.of(BatchKind.ISSUE), false, RowInput::licenseClass),
    TYPE("type", EnumSet.of(BatchKind.ISSUE), false, RowInput::type),
    RESELLER_NOTES("resellerNotes", EnumSet.of(BatchKind.ISSUE), false, RowInput::resellerNotes),
    CUSTOMER_DETAILS(
            "customerDetails", EnumSet.of(BatchKind.ISSUE), false, RowInput::customerDetails),
    CUSTOMER_PAID("customerPaid", EnumSet.of(BatchKind.ISSUE), false, RowInput::customerPaid),
    CUSTOMER_PAID_DATE(
            "customerPaidDate", EnumSet.of(BatchKind.ISSUE), false, RowInput::customerPaidDate),
    KEY("key", EnumSet.of(BatchKind.IMPORT), true, RowInput::key),
    SHA256("sha256", EnumSet.of(BatchKind.IMPORT), true, RowInput::sha256),
    ISSUED_AT("issuedAt", EnumSet.of(BatchKind.IMPORT), true, RowInput::issuedAt),
    EXPIRES_AT("expiresAt", EnumSet.of(BatchKind.IMPORT), false, RowInput::expiresAt);

    private final String wire;
    private final Set<BatchKind> kinds;
    private final boolean required;
    private final Function<RowInput, @Nullable Object> value;

    Column(
            String wire,
            Set<BatchKind> kinds,
            boolean required,
            Function<RowInput, @Nullable Object> value) {
        this.wire = wire;
        this.kinds = kinds;
        this.required = required;
        this.value = value;
    }

    /** The name in the header line of CSV and in JSON. */
    public String wire() {
        return wire;
    }

    boolean isOf(BatchKind kind) {
        return kinds.contains(kind);
    }

    boolean isRequiredIn(BatchKind kind) {
        return required && isOf(kind);
    }

    public @Nullable Object of(RowInput row) {
        return value.apply(row);
    }

    static List<Column> of(BatchKind kind) {
        return Arrays.stream(values()).filter(column -> column.isOf(kind)).toList();
    }

    static Optional<Column> named(String wire) {
        return Arrays.stream(values()).filter(column -> column.wire.equals(wire)).findFirst();
    }
}
