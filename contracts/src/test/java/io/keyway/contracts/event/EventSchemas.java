package io.keyway.contracts.event;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Term;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PayerId;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Derives the JSON schemas of the events from their records, to compare them with the document. */
final class EventSchemas {

    private static final JsonMapper JSON = ContractJson.mapper();
    private static final String UNIQUE_PART = "01hv7z8k3m9q2r4s6t8v0w1x21";

    private final Map<String, Object> payloads = new TreeMap<>();
    private final Map<String, Object> named = new TreeMap<>();

    EventSchemas(Collection<Class<? extends DomainEvent>> events) {
        for (Class<? extends DomainEvent> event : events) {
            String type = DomainEvent.typeOf(event);
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("type", Map.of("type", "string", "const", type));
            payloads.put(type, object(event, properties));
        }
    }

    /** The payload of each event, by its type. */
    Map<String, Object> payloads() {
        return payloads;
    }

    /** The types that payloads refer to, by name. */
    Map<String, Object> named() {
        return named;
    }

    private Map<String, Object> object(Class<?> type, Map<String, Object> properties) {
        List<String> required = new ArrayList<>(properties.keySet());
        for (RecordComponent field : type.getRecordComponents()) {
            properties.put(field.getName(), schema(field.getAnnotatedType()));
            if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(field.getName());
            }
        }
        Map<String, Object> object =
                new LinkedHashMap<>(Map.of("type", "object", "properties", properties));
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private Map<String, Object> schema(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType parameterized) {
            AnnotatedType[] arguments =
                    ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            if (parameterized.getRawType() == Map.class) {
                return Map.of("type", "object", "additionalProperties", schema(arguments[1]));
            }
            AnnotatedType item = arguments[0];
            return parameterized.getRawType() == Set.class
                    ? Map.of("type", "array", "items", schema(item), "uniqueItems", true)
                    : Map.of("type", "array", "items", schema(item));
        }
        return schema((Class<?>) type);
    }

    private Map<String, Object> schema(Class<?> type) {
        if (type == String.class) {
            return Map.of("type", "string");
        } else if (type == boolean.class) {
            return Map.of("type", "boolean");
        } else if (type == int.class || type == Integer.class) {
            return Map.of("type", "integer", "format", "int32");
        } else if (type == long.class || type == Long.class) {
            return Map.of("type", "integer", "format", "int64");
        } else if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        } else if (type == LocalDate.class) {
            return Map.of("type", "string", "format", "date");
        } else if (type == Term.class) {
            return Map.of("type", "string", "format", "duration");
        } else if (type == BigDecimal.class) {
            return reference(
                    "Decimal", Map.of("type", "string", "pattern", "^-?[0-9]+(\\.[0-9]+)?$"));
        } else if (Id.class.isAssignableFrom(type)) {
            return reference(
                    type.getSimpleName(), Map.of("type", "string", "pattern", idPattern(type)));
        } else if (type.isEnum()) {
            List<String> values =
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> JSON.valueToTree(constant).asString())
                            .toList();
            return reference(nameOf(type), Map.of("type", "string", "enum", values));
        } else if (type.isRecord()) {
            return reference(nameOf(type), object(type, new LinkedHashMap<>()));
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private Map<String, Object> reference(String name, Map<String, Object> schema) {
        Object known = named.putIfAbsent(name, schema);
        if (known != null && !known.equals(schema)) {
            throw new IllegalArgumentException("two types are called " + name);
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /** The simple name, after its owner's unless that is the interface of a topic. */
    private static String nameOf(Class<?> type) {
        Class<?> owner = type.getEnclosingClass();
        boolean ofEvents = owner == null || DomainEvent.class.isAssignableFrom(owner);
        return ofEvents ? type.getSimpleName() : owner.getSimpleName() + type.getSimpleName();
    }

    private static String idPattern(Class<?> type) {
        if (type == PayerId.class) {
            return "^(prt|cus)_" + Id.UNIQUE.pattern() + "$";
        }
        try {
            Id id = (Id) type.getMethod("with", String.class).invoke(null, UNIQUE_PART);
            return "^" + id.value().replace(UNIQUE_PART, "") + Id.UNIQUE.pattern() + "$";
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " cannot be made with a unique part", e);
        }
    }
}
