package io.keyway.local.auditcheck;

import io.keyway.contracts.audit.AuditChain;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks one audit chain, link by link. It trusts only the hashes that it computes itself, and the
 * signatures of the checkpoints.
 */
final class AuditChainCheck {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PROGRESS_EVERY = 2000;

    /** Reads the pages of the chain. */
    interface Pages {

        /** The page after the record with this sequence, as {@code GET /audit/chains/{chain}}. */
        JsonNode after(long sequence) throws InterruptedException;
    }

    sealed interface Result {

        /**
         * Every link is intact.
         *
         * @param endHash hash of the last record
         * @param publicKey the key that the checkpoints are signed with
         */
        record Whole(long records, int checkpoints, String endHash, String publicKey)
                implements Result {}

        /**
         * @param where the first broken link, and what is wrong with it
         */
        record Broken(String where) implements Result {}
    }

    /**
     * What was known of the chain before.
     *
     * @param publicKey that checkpoints must be signed with
     * @param end that the chain must still lead through
     */
    record Expected(Optional<String> publicKey, Optional<End> end) {}

    /** The end of a chain at some time. */
    record End(long sequence, String hash) {}

    private final String chain;
    private final Pages pages;
    private final Expected expected;
    private final LongConsumer progress;
    private final Map<Long, String> hashes = new HashMap<>();
    private long records;
    private int checkpoints;

    /**
     * @param progress receives the number of records checked so far, from time to time
     */
    AuditChainCheck(String chain, Pages pages, Expected expected, LongConsumer progress) {
        this.chain = chain;
        this.pages = pages;
        this.expected = expected;
        this.progress = progress;
        hashes.put(0L, AuditChain.START);
    }

    Result check() throws InterruptedException {
        while (true) {
            JsonNode page = pages.after(records);
            String key = page.path("publicKey").asString();
            if (expected.publicKey().filter(known -> !known.equals(key)).isPresent()) {
                return new Result.Broken("checkpoints are signed with another key: " + key);
            }
            Optional<String> broken = brokenRecord(page).or(() -> brokenCheckpoints(page, key));
            boolean last = page.path("items").isEmpty();
            if (broken.isEmpty() && last) {
                broken = brokenCheckpoint(page.path("end"), key).or(this::brokenEnd);
            }
            if (broken.isPresent()) {
                return new Result.Broken(broken.get());
            }
            if (last) {
                return new Result.Whole(records, checkpoints, hashOf(records), key);
            }
        }
    }

    private Optional<String> brokenRecord(JsonNode page) {
        for (JsonNode record : page.path("items")) {
            Optional<String> broken = brokenLink(record, records + 1, hashOf(records));
            if (broken.isPresent()) {
                return broken.map(what -> "at record " + (records + 1) + ": " + what);
            }
            records++;
            hashes.put(records, record.path("hash").asString());
            if (records % PROGRESS_EVERY == 0) {
                progress.accept(records);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> brokenLink(
            JsonNode record, long sequence, String previousHash) {
        String text = record.path("text").asString();
        if (record.path("sequence").asLong() != sequence
                || JSON.readTree(text).path("sequence").asLong() != sequence) {
            return Optional.of(
                    "it is missing; what follows is record " + record.path("sequence").asLong());
        }
        if (!record.path("previousHash").asString().equals(previousHash)) {
            return Optional.of("it does not follow the record before it");
        }
        if (!AuditChain.hash(previousHash, text).equals(record.path("hash").asString())) {
            return Optional.of("its text is not what was recorded");
        }
        return Optional.empty();
    }

    private Optional<String> brokenCheckpoints(JsonNode page, String key) {
        for (JsonNode checkpoint : page.path("checkpoints")) {
            Optional<String> broken = brokenCheckpoint(checkpoint, key);
            if (broken.isPresent()) {
                return broken;
            }
            checkpoints++;
        }
        return Optional.empty();
    }

    private Optional<String> brokenCheckpoint(JsonNode checkpoint, String key) {
        long sequence = checkpoint.path("sequence").asLong();
        String hash = checkpoint.path("hash").asString();
        String known = hashes.get(sequence);
        if (known == null) {
            return Optional.of(
                    "at record %d: it and what follows up to record %d are missing"
                            .formatted(hashes.size(), sequence));
        }
        if (!AuditChain.isSigned(
                AuditChain.checkpoint(chain, sequence, hash),
                checkpoint.path("signature").asString(),
                key)) {
            return Optional.of(
                    "at the checkpoint of record " + sequence + ": its signature is not genuine");
        }
        return known.equals(hash)
                ? Optional.empty()
                : Optional.of(
                        "at the checkpoint of record "
                                + sequence
                                + ": the chain was made anew before it");
    }

    private Optional<String> brokenEnd() {
        return expected.end()
                .filter(end -> !end.hash().equals(hashes.get(end.sequence())))
                .map(
                        end ->
                                "at record "
                                        + end.sequence()
                                        + ": it was another one when the end was kept");
    }

    private String hashOf(long sequence) {
        return hashes.getOrDefault(sequence, "");
    }
}
