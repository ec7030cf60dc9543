package io.keyway.license.licenses;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of a license that a list search looks at. */
final class SearchTexts {

    /**
     * A signed key is searched by its last characters: its beginning is the same for all licenses
     * of a vendor, and its middle is too long to type.
     */
    private static final int SIGNED_KEY_END_CHARS = 12;

    private SearchTexts() {}

    static List<@Nullable String> of(License license) {
        return Arrays.asList(
                license.owner().customerName(),
                license.owner().customerEmail(),
                key(license.key()),
                license.productName(),
                license.policyName(),
                license.sale().customerDetails());
    }

    /** Searched only for callers who may read the notes. */
    static List<@Nullable String> restricted(License license) {
        License.Notes notes = license.notes();
        return Arrays.asList(notes == null ? null : notes.text());
    }

    private static String key(License.Key key) {
        return switch (key.scheme()) {
            case RANDOM -> key.value();
            case ED25519 ->
                    key.value().substring(Math.max(0, key.value().length() - SIGNED_KEY_END_CHARS));
        };
    }
}
