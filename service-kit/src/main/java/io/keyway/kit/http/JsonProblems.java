package io.keyway.kit.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.ProblemCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Describes what is wrong with a JSON body: the field and what it must be. No Java type is named.
 */
final class JsonProblems {

    private JsonProblems() {}

    static Problem of(JacksonException e) {
        if (!(e instanceof DatabindException || e instanceof InputCoercionException)) {
            return Problem.of(ProblemCode.MALFORMED_JSON);
        }
        String message =
                switch (e) {
                    case UnrecognizedPropertyException unknown -> "is not a field of this request";
                    case InvalidFormatException format
                            when format.getTargetType() != null
                                    && format.getTargetType().isEnum() ->
                            "must be one of " + names(format.getTargetType());
                    default -> "has the wrong type or form";
                };
        return Problem.invalid(path(e), message);
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.isEnumConstant())
                .map(
                        field -> {
                            JsonProperty wire = field.getAnnotation(JsonProperty.class);
                            return wire == null ? field.getName() : wire.value();
                        })
                .collect(Collectors.joining(", "));
    }
}
