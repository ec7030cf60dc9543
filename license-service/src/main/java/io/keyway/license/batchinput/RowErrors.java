package io.keyway.license.batchinput;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.http.Refused;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a batch before anything is done: as much as is named in one answer. */
final class RowErrors {

    /** As many as validation names elsewhere. */
    private static final int MAX = 20;

    private final List<InvalidField> found = new ArrayList<>();

    void add(String field, String message) {
        if (!full()) {
            found.add(new InvalidField(field, message));
        }
    }

    /** Nothing further need be looked at. */
    boolean full() {
        return found.size() >= MAX;
    }

    void refuseIfAny() {
        if (!found.isEmpty()) {
            throw new Refused(new Problem(ProblemCode.INVALID_REQUEST, null, List.copyOf(found)));
        }
    }

    /** As a body in JSON would name it; rows count from 0. */
    static String cell(int row, Column column) {
        return "rows[%d].%s".formatted(row, column.wire());
    }
}
