package io.keyway.license.batchinput;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.http.Refused;
import java.util.ArrayList;
import java.util.List;

/** Collects the invalid fields of a batch, as many as one answer may have. */
final class RowErrors {

    /** The same limit as for other requests. */
    private static final int MAX = 20;

    private final List<InvalidField> found = new ArrayList<>();

    void add(String field, String message) {
        if (!full()) {
            found.add(new InvalidField(field, message));
        }
    }

    /** Whether the limit is reached, so that checking may stop. */
    boolean full() {
        return found.size() >= MAX;
    }

    void refuseIfAny() {
        if (!found.isEmpty()) {
            throw new Refused(new Problem(ProblemCode.INVALID_REQUEST, null, List.copyOf(found)));
        }
    }

    /** The path of a cell, as in a JSON body; rows count from 0. */
    static String cell(int row, Column column) {
        return "rows[%d].%s".formatted(row, column.wire());
    }
}
