package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * How many components (board, disk, network card …) of a device must match a known machine for it
 * to be the same machine. Devices change one part at a time.
 */
public enum Matching {
    /** At least one known component. */
    @JsonProperty("match_any")
    MATCH_ANY,
    /** More than half of the known components. */
    @JsonProperty("match_most")
    MATCH_MOST,
    /** All known components. */
    @JsonProperty("match_all")
    MATCH_ALL;

    /**
     * @param known components of the machine, name → fingerprint; without any, nothing matches
     * @param asked components of the device
     */
    public boolean isMet(Map<String, String> known, Map<String, String> asked) {
        long alike =
                known.entrySet().stream()
                        .filter(part -> part.getValue().equals(asked.get(part.getKey())))
                        .count();
        return switch (this) {
            case MATCH_ANY -> alike > 0;
            case MATCH_MOST -> 2 * alike > known.size();
            case MATCH_ALL -> alike > 0 && alike == known.size();
        };
    }
}
