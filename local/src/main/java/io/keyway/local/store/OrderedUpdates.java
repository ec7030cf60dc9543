package io.keyway.local.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A command with several updates. As in MongoDB, the first one that fails ends it; the library
 * would continue.
 */
record OrderedUpdates(Document command, List<?> updates) {

    static boolean are(String name, Document command) {
        return name.equalsIgnoreCase("update")
                && Utils.isTrue(command.getOrDefault("ordered", true))
                && command.get("updates") instanceof List<?> updates
                && updates.size() > 1;
    }

    static OrderedUpdates of(Document command) {
        return new OrderedUpdates(
                command, command.get("updates") instanceof List<?> updates ? updates : List.of());
    }

    /**
     * Runs the updates one by one.
     *
     * @param one runs a command with one update
     */
    Document run(UnaryOperator<Document> one) {
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        for (int i = 0; i < updates.size() && errors.isEmpty(); i++) {
            Document single = command.clone();
            single.put("updates", List.of(updates.get(i)));
            Document answer = one.apply(single);
            matched += number(answer, "n");
            modified += number(answer, "nModified");
            upserted.addAll(at(i, answer, "upserted"));
            errors.addAll(at(i, answer, "writeErrors"));
        }
        Document answer = new Document("n", matched).append("nModified", modified);
        if (!upserted.isEmpty()) {
            answer.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            answer.append("writeErrors", errors);
        }
        return answer.append("ok", 1.0);
    }

    private static int number(Document answer, String field) {
        return answer.get(field) instanceof Number number ? number.intValue() : 0;
    }

    private static List<Document> at(int index, Document answer, String field) {
        List<Document> moved = new ArrayList<>();
        if (answer.get(field) instanceof List<?> list) {
            list.forEach(one -> moved.add(((Document) one).append("index", index)));
        }
        return moved;
    }
}
