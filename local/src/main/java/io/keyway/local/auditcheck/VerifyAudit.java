package io.keyway.local.auditcheck;

import io.keyway.local.client.RetryingClient;
import io.keyway.local.client.RetryingClient.CallFailed;
import io.keyway.local.data.RunFile;
import io.keyway.local.output.Refusal;
import io.keyway.local.system.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The program behind {@code bin/verify-audit}: reads audit chains through the public API and checks
 * every link with {@link AuditChainCheck}.
 */
final class VerifyAudit {

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
            whole &= isWhole(chain);
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
     * @return whether the chain is whole
     */
    private boolean isWhole(String chain) throws InterruptedException {
        AuditChainCheck check =
                new AuditChainCheck(
                        chain,
                        after -> get("audit/chains/" + chain + "?limit=200&after=" + after),
                        expected(chain),
                        records -> out.println(chain + ": " + records + " records so far"));
        switch (check.check()) {
            case AuditChainCheck.Result.Broken(String where) -> {
                out.println(chain + ": BROKEN " + where);
                return false;
            }
            case AuditChainCheck.Result.Whole whole -> {
                out.println(
                        "%s: whole, %d records, %d checkpoints; end %s:%d:%s; key %s"
                                .formatted(
                                        chain,
                                        whole.records(),
                                        whole.checkpoints(),
                                        chain,
                                        whole.records(),
                                        whole.endHash(),
                                        whole.publicKey()));
                return true;
            }
        }
    }

    private AuditChainCheck.Expected expected(String chain) {
        String[] end = options.getOrDefault("--end", "").split(":");
        boolean ofThisChain = end.length == 3 && end[0].equals(chain);
        return new AuditChainCheck.Expected(
                Optional.ofNullable(options.get("--key")),
                ofThisChain
                        ? Optional.of(new AuditChainCheck.End(Long.parseLong(end[1]), end[2]))
                        : Optional.empty());
    }

    private JsonNode get(String path) throws InterruptedException {
        return api.send("GET", path, token, "", null);
    }
}
