package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * When the components of a device (board, disk, network card …) are those of a machine that is
 * known: devices change a part at a time.
 */
public enum Matching {
    @JsonProperty("match_any")
    MATCH_ANY,
    /** More than half of the known ones. */
    @JsonProperty("match_most")
    MATCH_MOST,
    @JsonProperty("match_all")
    MATCH_ALL;

    /**
     * @param known components of the machine, name → fingerprint; one without any is never met
     * @param asked those of the device that asks
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
