package io.keyway.kit.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies a JSON merge patch (RFC 7396): a given field replaces, null removes, other fields stay.
 */
public final class MergePatch {

    private final JsonMapper json;
    private final Validator validator;

    MergePatch(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Applies the patch and validates the result.
     *
     * @param current the editable fields with their present values
     * @return the fields with their new values, read and validated as strictly as any body
     * @throws Refused with 400 and the fields at fault
     */
    public <T> T apply(T current, JsonNode patch) {
        if (!patch.isObject()) {
            throw Refused.invalid("", "must be an object").get();
        }
        ObjectNode target = json.valueToTree(current);
        merge(target, patch);
        @SuppressWarnings("unchecked")
        T next = (T) json.treeToValue(target, current.getClass());
        Set<ConstraintViolation<T>> violations = validator.validate(next);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return next;
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject()
                    && target.get(field.getKey()) instanceof ObjectNode nested) {
                merge(nested, value);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }
}
