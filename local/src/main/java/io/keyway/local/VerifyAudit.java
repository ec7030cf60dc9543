package io.keyway.local;

import io.keyway.contracts.audit.AuditChain;
import io.keyway.local.client.RetryingClient;
import io.keyway.local.client.RetryingClient.CallFailed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program behind {@code bin/verify-audit}: reads audit chains through the public API and checks
 * every link. It trusts only the hashes that it computes itself and the signatures of the
 * checkpoints.
 */
final class VerifyAudit {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PROGRESS_EVERY = 2000;

    private static final String HELP =
            """
            Checks the audit trail link by link and names the first broken one.

              bin/verify-audit [--url URL] [--chain ID] [--key KEY] [--end CHAIN:SEQUENCE:HASH]

              --url    of the gateway; otherwise that of a running bin/run, or http://localhost:8080
              --chain  only this one: a vendor's id, or operator; otherwise all that may be read
              --key    the public key that checkpoints must be signed with, as printed before
              --end    an end that was printed before: the chain must still lead through it

            Signs in as the operator (KEYWAY_ADMIN_EMAIL, KEYWAY_ADMIN_PASSWORD), or with KEYWAY_TOKEN.
            Ends with 0 if all is whole, with 1 if a link is broken, with 2 if it cannot be checked.
            """;

    private final RetryingClient api;
    private final String token;
    private final Map<String, String> options;
    private final PrintStream out;

    VerifyAudit(RetryingClient api, String token, Map<String, String> options, PrintStream out) {
        this.api = api;
        this.token = token;
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out));
    }

    static int run(String[] args, Map<String, String> environment, PrintStream out) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            boolean known = List.of("--url", "--chain", "--key", "--end").contains(args[i]);
            if (!known || i + 1 == args.length) {
                out.print(HELP);
                return args[i].equals("--help") ? 0 : 2;
            }
            options.put(args[i], args[i + 1]);
        }
        try {
            Settings settings = Settings.from(environment, List.of());
            String url =
                    Optional.ofNullable(options.get("--url"))
                            .or(() -> running(settings.data()))
                            .orElse("http://localhost:8080");
            RetryingClient api =
                    new RetryingClient(url + "/api/v1/", RetryingClient.Limits.STANDARD);
            String token = environment.getOrDefault("KEYWAY_TOKEN", "");
            if (token.isEmpty()) {
                token =
                        api.send(
                                        "POST",
                                        "tokens",
                                        "",
                                        "",
                                        Map.of(
                                                "username",
                                                settings.adminEmail(),
                                                "password",
                                                settings.adminPassword()))
                                .path("accessToken")
                                .asString();
            }
            return new VerifyAudit(api, token, options, out).verify();
        } catch (CallFailed | Refusal | JacksonException | IllegalArgumentException e) {
            out.println("The audit trail cannot be checked: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private static Optional<String> running(Path data) {
        return RunFile.read(data.resolve("run.json"))
                .filter(run -> run.state() == RunFile.State.READY)
                .map(RunFile::url);
    }

    int verify() throws InterruptedException {
        boolean whole = true;
        for (String chain : chains()) {
            String broken = brokenAt(chain);
            if (broken != null) {
                out.println(chain + ": BROKEN " + broken);
                whole = false;
            }
        }
        return whole ? 0 : 1;
    }

    private List<String> chains() throws InterruptedException {
        if (options.containsKey("--chain")) {
            return List.of(options.get("--chain"));
        }
        JsonNode me = get("me");
        if (!me.path("account").path("role").asString().equals("operator")) {
            return List.of(me.path("partner").path("path").path(0).asString());
        }
        List<String> chains = new ArrayList<>(List.of("operator"));
        String cursor = "";
        while (cursor != null) {
            JsonNode page = get("partners?type=vendor&limit=200" + cursor);
            page.path("items").forEach(vendor -> chains.add(vendor.path("id").asString()));
            cursor =
                    page.path("next").isString() ? "&cursor=" + page.path("next").asString() : null;
        }
        return chains;
    }

    /**
     * Checks one chain.
     *
     * @return what is wrong with the first broken link; null if the chain is whole
     */
    private @Nullable String brokenAt(String chain) throws InterruptedException {
        Map<Long, String> hashes = new HashMap<>();
        hashes.put(0L, AuditChain.START);
        long sequence = 0;
        int signed = 0;
        while (true) {
            JsonNode page = get("audit/chains/" + chain + "?limit=200&after=" + sequence);
            String key = page.path("publicKey").asString();
            if (options.containsKey("--key") && !options.get("--key").equals(key)) {
                return "checkpoints are signed with another key: " + key;
            }
            for (JsonNode record : page.path("items")) {
                String broken = link(record, sequence + 1, hashes.getOrDefault(sequence, ""));
                if (broken != null) {
                    return "at record " + (sequence + 1) + ": " + broken;
                }
                sequence++;
                hashes.put(sequence, record.path("hash").asString());
                if (sequence % PROGRESS_EVERY == 0) {
                    out.println(chain + ": " + sequence + " records so far");
                }
            }
            for (JsonNode checkpoint : page.path("checkpoints")) {
                String broken = checkpoint(chain, checkpoint, hashes, key);
                if (broken != null) {
                    return broken;
                }
                signed++;
            }
            if (page.path("items").isEmpty()) {
                String broken = checkpoint(chain, page.path("end"), hashes, key);
                if (broken == null) {
                    broken = keptEnd(chain, hashes);
                }
                if (broken == null) {
                    out.println(
                            "%s: whole, %d records, %d checkpoints; end %s:%d:%s; key %s"
                                    .formatted(
                                            chain,
                                            sequence,
                                            signed,
                                            chain,
                                            sequence,
                                            hashes.get(sequence),
                                            key));
                }
                return broken;
            }
        }
    }

    private static @Nullable String link(JsonNode record, long sequence, String previousHash) {
        String text = record.path("text").asString();
        if (record.path("sequence").asLong() != sequence
                || JSON.readTree(text).path("sequence").asLong() != sequence) {
            return "it is missing; what follows is record " + record.path("sequence").asLong();
        }
        if (!record.path("previousHash").asString().equals(previousHash)) {
            return "it does not follow the record before it";
        }
        if (!AuditChain.hash(previousHash, text).equals(record.path("hash").asString())) {
            return "its text is not what was recorded";
        }
        return null;
    }

    private static @Nullable String checkpoint(
            String chain, JsonNode checkpoint, Map<Long, String> hashes, String key) {
        long sequence = checkpoint.path("sequence").asLong();
        String hash = checkpoint.path("hash").asString();
        String known = hashes.get(sequence);
        if (known == null) {
            return "at record "
                    + hashes.size()
                    + ": it and what follows up to record "
                    + sequence
                    + " are missing";
        }
        if (!AuditChain.isSigned(
                AuditChain.checkpoint(chain, sequence, hash),
                checkpoint.path("signature").asString(),
                key)) {
            return "at the checkpoint of record " + sequence + ": its signature is not genuine";
        }
        return known.equals(hash)
                ? null
                : "at the checkpoint of record " + sequence + ": the chain was made anew before it";
    }

    private @Nullable String keptEnd(String chain, Map<Long, String> hashes) {
        String[] kept = options.getOrDefault("--end", "").split(":");
        if (kept.length != 3 || !kept[0].equals(chain)) {
            return null;
        }
        return kept[2].equals(hashes.get(Long.parseLong(kept[1])))
                ? null
                : "at record " + kept[1] + ": it was another one when the end was kept";
    }

    private JsonNode get(String path) throws InterruptedException {
        return api.send("GET", path, token, "", null);
    }
}
