package io.keyway.license.batchinput;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the rows of a batch do. */
public enum BatchKind {
    /** Each row issues new licenses. */
    @JsonProperty("issue")
    ISSUE,
    /** Each row imports a license key that another system issued. */
    @JsonProperty("import")
    IMPORT
}
