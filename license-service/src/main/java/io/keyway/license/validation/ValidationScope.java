package io.keyway.license.validation;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the asking product says about itself; the license must fit each part that is given. */
public record ValidationScope(
        @Nullable String productId,
        @Nullable String policyId,
        @Nullable String fingerprint,
        Map<String, String> components,
        Set<String> entitlements) {

    public static final ValidationScope NONE =
            new ValidationScope(null, null, null, Map.of(), Set.of());

    public ValidationScope {
        components = Map.copyOf(components);
        entitlements = Set.copyOf(entitlements);
    }
}
