package io.keyway.kit.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396): what is given replaces, null removes, the rest stays. */
public final class MergePatch {

    private final JsonMapper json;
    private final Validator validator;

    MergePatch(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * @param current what may be edited, as it is
     * @return what it becomes, read and validated as strictly as any body
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
