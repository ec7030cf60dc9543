package io.keyway.usage.metering;

import io.keyway.contracts.ContractJson;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Usage records as they lie on the bus. A reader tolerates fields that a later version adds. */
public final class UsageRecordJson {

    private static final JsonMapper JSON = ContractJson.mapper();

    private UsageRecordJson() {}

    public static byte[] write(UsageRecord usage) {
        return JSON.writeValueAsBytes(usage);
    }

    /** Empty if the bytes are no usage record. */
    public static Optional<UsageRecord> read(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, UsageRecord.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
