package io.keyway.usage.records;

import io.keyway.contracts.ContractJson;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Usage records in JSON. Reading ignores unknown fields, which a later version may add. */
public final class UsageRecordJson {

    private static final JsonMapper JSON = ContractJson.mapper();

    private UsageRecordJson() {}

    public static byte[] write(UsageRecord usage) {
        return JSON.writeValueAsBytes(usage);
    }

    /** Empty if the bytes are not a usage record. */
    public static Optional<UsageRecord> read(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, UsageRecord.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
