package io.keyway.e2e;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the access matrix needs to know about the API: which names in paths, queries and bodies hold
 * ids of which kind, and who sees what. An unknown name fails the build.
 */
final class MatrixTables {

    /** Calls without authentication. */
    static final Set<String> PUBLIC =
            Set.of(
                    "POST /tokens",
                    "POST /tokens/refresh",
                    "POST /session",
                    "GET /sign-in-page",
                    "POST /partner-applications",
                    "POST /licenses/validate",
                    "GET /.well-known/keyway-keys");

    /** A missing chain is answered as an empty, signed one, so that a removed chain is noticed. */
    static final Set<String> EMPTY_WHERE_MISSING = Set.of("GET /audit/chains/{chain}");

    /** A path parameter that is a word, not an id. */
    static final String WORD = "word";

    /** The kind of the last path parameter. */
    private static final Map<String, String> IN_PATHS =
            Map.ofEntries(
                    Map.entry("/partners/{id}", "partner"),
                    Map.entry("/partners/{id}/accounts/{accountId}", "account"),
                    Map.entry("/api-keys/{id}", "key"),
                    Map.entry("/partner-applications/{id}", "application"),
                    Map.entry("/customers/{id}", "customer"),
                    Map.entry("/audit/chains/{chain}", "vendor"),
                    Map.entry("/login-domains/{name}", WORD),
                    Map.entry("/plans/{id}", "plan"),
                    Map.entry("/plans/{id}/prices/{from}", WORD),
                    Map.entry("/orders/{id}", "order"),
                    Map.entry("/orders/{id}/license-managers/{partnerId}", "partner"),
                    Map.entry("/products/{id}", "product"),
                    Map.entry("/policies/{id}", "policy"),
                    Map.entry("/issuances/{id}", "issuance"),
                    Map.entry("/license-batches/{id}", "batch"),
                    Map.entry("/licenses/{id}", "license"),
                    Map.entry("/licenses/{id}/machines/{machineId}", "machine"),
                    Map.entry("/licenses/{licenseId}", "license"),
                    Map.entry("/late-events/{id}", "late"),
                    Map.entry("/machines/{id}", "machine"),
                    Map.entry("/meters/{id}", "meter"),
                    Map.entry("/credits/{id}", "credit"),
                    Map.entry("/credit-notes/{id}", "note"),
                    Map.entry("/quotas/{id}", "quota"),
                    Map.entry("/remeterings/{id}", "remetering"),
                    Map.entry("/settlements/{id}", "settlement"),
                    Map.entry("/statements/{id}", "statement"),
                    Map.entry("/statement-closes/{id}", "close"));

    private static final Map<String, String> NAMED =
            Map.ofEntries(
                    Map.entry("partnerId", "partner"),
                    Map.entry("parentId", "partner"),
                    Map.entry("customerId", "customer"),
                    Map.entry("orderId", "order"),
                    Map.entry("lineId", "line"),
                    Map.entry("productId", "product"),
                    Map.entry("policyId", "policy"),
                    Map.entry("planId", "plan"),
                    Map.entry("vendorId", "vendor"),
                    Map.entry("licenseId", "license"),
                    Map.entry("meterId", "meter"),
                    Map.entry("statementId", "statement"),
                    Map.entry("actor", "account"));

    /** Query parameters that accept ids of several kinds. */
    private static final Map<String, List<String>> NAMED_ANY =
            Map.of(
                    "resource",
                    List.of(
                            "partner",
                            "customer",
                            "product",
                            "policy",
                            "order",
                            "license",
                            "plan",
                            "account"));

    /** Query parameters and fields that are no ids. */
    private static final Set<String> PLAIN =
            Set.of(
                    "action",
                    "after",
                    "class",
                    "cursor",
                    "dimension",
                    "encrypt",
                    "eventId",
                    "externalReferenceId",
                    "from",
                    "groupBy",
                    "kind",
                    "limit",
                    "meter",
                    "model",
                    "payers",
                    "paymentStatus",
                    "period",
                    "q",
                    "quantity",
                    "sort",
                    "status",
                    "to",
                    "ttl",
                    "type",
                    "where",
                    "window",
                    "zone");

    /**
     * Which members of the first tree see its resources; callers of another tree see none. For
     * kinds that are not listed only strangers are judged, because members see different parts.
     */
    private static final Map<String, Set<String>> SEEN_BY =
            Map.ofEntries(
                    Map.entry("partner", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("account", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("key", Set.of("own")),
                    Map.entry("application", Set.of("parent", "vendor", "operator")),
                    Map.entry(
                            "customer", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry("vendor", Set.of("vendor", "operator")),
                    Map.entry("order", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("issuance", Set.of("own", "parent", "vendor")),
                    Map.entry("batch", Set.of("own", "parent", "vendor")),
                    Map.entry("license", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry("machine", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry("late", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry("settlement", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("remetering", Set.of("vendor", "operator")),
                    Map.entry("quota", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry("credit", Set.of("own", "parent", "vendor", "operator")),
                    // On the distributor's statement.
                    Map.entry("note", Set.of("parent", "vendor", "operator")),
                    Map.entry("statement", Set.of("parent", "vendor", "operator")),
                    Map.entry("close", Set.of("vendor")));

    /** Filters by which a customer can name its own partner, whose id is in its licenses. */
    private static final Set<String> NARROWED_BY_ITS_PARTNER =
            Set.of("GET /licenses?partnerId=", "GET /customers?partnerId=");

    private MatrixTables() {}

    /** Whether the caller sees resources of a kind in the first tree: yes, no, or not judged. */
    enum Sight {
        SEES,
        SEES_NOT,
        NOT_JUDGED
    }

    static Sight sightOf(String caller, String kind) {
        if (isStranger(caller)) {
            return Sight.SEES_NOT;
        }
        Set<String> seenBy = SEEN_BY.get(kind);
        if (seenBy == null) {
            return Sight.NOT_JUDGED;
        }
        return seenBy.contains(caller) ? Sight.SEES : Sight.SEES_NOT;
    }

    /**
     * What the caller sees of a kind.
     *
     * @param query a filter that the ids are named in
     */
    static Sight sightOf(String caller, String kind, String query) {
        return caller.equals("customer") && NARROWED_BY_ITS_PARTNER.contains(query)
                ? Sight.SEES
                : sightOf(caller, kind);
    }

    static boolean isStranger(String caller) {
        return caller.startsWith("other ");
    }

    /** Whether a field of that name holds ids. */
    static boolean isId(String field) {
        String name = field.replace("[]", "");
        return (name.endsWith("Id") || name.endsWith("Ids")) && !PLAIN.contains(name);
    }

    /**
     * The kind of an id in a path.
     *
     * @param path up to a closing brace
     */
    static String kindInPath(String path) {
        return known(IN_PATHS.get(path), path);
    }

    static String kindOfField(String field) {
        String name = field.substring(field.lastIndexOf('.') + 1).replace("[]", "");
        return known(NAMED.get(name.replaceAll("Ids$", "Id")), field);
    }

    /** The kinds of id that a parameter accepts; empty if it is no id. */
    static List<String> kindsOfParameter(String name) {
        if (PLAIN.contains(name)) {
            return List.of();
        }
        return NAMED_ANY.containsKey(name) ? NAMED_ANY.get(name) : List.of(kindOfField(name));
    }

    private static String known(String kind, String name) {
        if (kind == null) {
            throw new AssertionError("the matrix does not know " + name);
        }
        return kind;
    }
}
