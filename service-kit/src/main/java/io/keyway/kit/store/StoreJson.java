package io.keyway.kit.store;

import io.keyway.contracts.ContractJson;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Converts records to documents and back with the JSON mapping of events; only instants become BSON
 * dates, so that queries can compare them.
 */
final class StoreJson {

    private static final JsonMapper WRITER = mapper(Instant.class, new InstantAsDate());
    private static final JsonMapper READER = mapper(Date.class, new DateAsInstant());

    private StoreJson() {}

    static Document toDocument(Object state) {
        return WRITER.convertValue(state, Document.class);
    }

    static <T> T fromDocument(Document document, Class<T> type) {
        return READER.convertValue(document, type);
    }

    private static <T> JsonMapper mapper(Class<T> type, ValueSerializer<T> serializer) {
        return ContractJson.written(JsonMapper.builder())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(new SimpleModule().addSerializer(type, serializer))
                .build();
    }

    private static final class InstantAsDate extends ValueSerializer<Instant> {
        @Override
        public void serialize(
                Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeEmbeddedObject(Date.from(value));
        }
    }

    private static final class DateAsInstant extends ValueSerializer<Date> {
        @Override
        public void serialize(Date value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toInstant().toString());
        }
    }
}
