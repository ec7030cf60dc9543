package io.keyway.gateway.routes;

import static io.keyway.contracts.access.Permission.CLOSE_STATEMENTS;
import static io.keyway.contracts.access.Permission.CREATE_ORDERS;
import static io.keyway.contracts.access.Permission.ISSUE_LICENSES;
import static io.keyway.contracts.access.Permission.MANAGE_ACCOUNTS;
import static io.keyway.contracts.access.Permission.MANAGE_CATALOG;
import static io.keyway.contracts.access.Permission.MANAGE_CUSTOMERS;
import static io.keyway.contracts.access.Permission.MANAGE_LICENSE_MANAGERS;
import static io.keyway.contracts.access.Permission.MANAGE_METERS;
import static io.keyway.contracts.access.Permission.MANAGE_PARTNERS;
import static io.keyway.contracts.access.Permission.MANAGE_PLANS;
import static io.keyway.contracts.access.Permission.READ_AUDIT;
import static io.keyway.contracts.access.Permission.READ_STATEMENTS;
import static io.keyway.contracts.access.Permission.READ_USAGE;
import static io.keyway.contracts.access.Permission.REPORT_USAGE;
import static io.keyway.contracts.access.Role.CUSTOMER;
import static io.keyway.contracts.access.Role.OPERATOR;
import static io.keyway.contracts.access.Role.PARTNER;
import static io.keyway.gateway.routes.Service.LICENSE_SERVICE;
import static io.keyway.gateway.routes.Service.ORDER_SERVICE;
import static io.keyway.gateway.routes.Service.PARTNER_SERVICE;
import static io.keyway.gateway.routes.Service.USAGE_SERVICE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.gateway.routes.Route.Access;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The list of all public calls. A path that is not in it is 404 at the gateway; {@link
 * RouteMatcher} finds the route of a request.
 */
public final class Routes {

    private static final String BASE = "/api/v1";

    /** The calls whose answers set the browser's cookie. */
    public static final String SESSION = BASE + "/session";

    /** The calls that a product may make with the key of its license instead of a token. */
    public static final Set<String> WITH_LICENSE_KEY = Set.of(BASE + "/events", BASE + "/balances");

    /** Answered by the service that {@link AccessQuestions} names. */
    public static final String ACCESS_CHECK = BASE + "/access-check";

    private static final Access PUBLIC = new Access.Public();
    private static final Access SIGNED_IN = of(EnumSet.of(OPERATOR, PARTNER, CUSTOMER));
    private static final Access NETWORK = of(EnumSet.of(OPERATOR, PARTNER));

    public static final List<Route> ALL =
            List.of(
                    post("/tokens", PARTNER_SERVICE, PUBLIC),
                    post("/tokens/refresh", PARTNER_SERVICE, PUBLIC),
                    delete("/tokens/current", PARTNER_SERVICE, SIGNED_IN),
                    post("/session", PARTNER_SERVICE, PUBLIC),
                    get("/session", PARTNER_SERVICE, SIGNED_IN),
                    delete("/session", PARTNER_SERVICE, SIGNED_IN),
                    get("/sign-in-page", PARTNER_SERVICE, PUBLIC),
                    get("/login-domains/{name}", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    post("/api-keys", PARTNER_SERVICE, SIGNED_IN),
                    get("/api-keys", PARTNER_SERVICE, SIGNED_IN),
                    delete("/api-keys/{id}", PARTNER_SERVICE, SIGNED_IN),
                    get("/me", PARTNER_SERVICE, SIGNED_IN),
                    put("/me/password", PARTNER_SERVICE, SIGNED_IN),
                    post("/partners", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    get("/partners", PARTNER_SERVICE, NETWORK),
                    get("/partners/overview", USAGE_SERVICE, NETWORK),
                    get("/partners/{id}", PARTNER_SERVICE, NETWORK),
                    patch("/partners/{id}", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    delete("/partners/{id}", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    post("/partners/{id}/activate", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    post("/partners/{id}/deactivate", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    get("/partners/{id}/grants", PARTNER_SERVICE, NETWORK),
                    post("/partners/{id}/accounts", PARTNER_SERVICE, network(MANAGE_ACCOUNTS)),
                    get("/partners/{id}/accounts", PARTNER_SERVICE, network(MANAGE_ACCOUNTS)),
                    get(
                            "/partners/{id}/accounts/{accountId}",
                            PARTNER_SERVICE,
                            network(MANAGE_ACCOUNTS)),
                    patch(
                            "/partners/{id}/accounts/{accountId}",
                            PARTNER_SERVICE,
                            network(MANAGE_ACCOUNTS)),
                    delete(
                            "/partners/{id}/accounts/{accountId}",
                            PARTNER_SERVICE,
                            network(MANAGE_ACCOUNTS)),
                    post(
                            "/partners/{id}/accounts/{accountId}/activate",
                            PARTNER_SERVICE,
                            network(MANAGE_ACCOUNTS)),
                    post(
                            "/partners/{id}/accounts/{accountId}/deactivate",
                            PARTNER_SERVICE,
                            network(MANAGE_ACCOUNTS)),
                    post(
                            "/partners/{id}/accounts/{accountId}/reset-password",
                            PARTNER_SERVICE,
                            network(MANAGE_ACCOUNTS)),
                    get("/permission-presets", PARTNER_SERVICE, NETWORK),
                    post("/partner-applications", PARTNER_SERVICE, PUBLIC),
                    get("/partner-applications", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    get("/partner-applications/{id}", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    post(
                            "/partner-applications/{id}/approve",
                            PARTNER_SERVICE,
                            network(MANAGE_PARTNERS)),
                    post(
                            "/partner-applications/{id}/reject",
                            PARTNER_SERVICE,
                            network(MANAGE_PARTNERS)),
                    put("/partners/{id}/grants", PARTNER_SERVICE, network(MANAGE_PARTNERS)),
                    get("/portfolio", PARTNER_SERVICE, NETWORK),
                    get("/access-check", PARTNER_SERVICE, SIGNED_IN),
                    get("/audit", PARTNER_SERVICE, network(READ_AUDIT)),
                    get("/audit/chains/{chain}", PARTNER_SERVICE, network(READ_AUDIT)),
                    post("/customers", PARTNER_SERVICE, network(MANAGE_CUSTOMERS)),
                    get("/customers", PARTNER_SERVICE, SIGNED_IN),
                    get("/customers/{id}", PARTNER_SERVICE, SIGNED_IN),
                    patch("/customers/{id}", PARTNER_SERVICE, network(MANAGE_CUSTOMERS)),
                    post("/customers/{id}/activate", PARTNER_SERVICE, network(MANAGE_CUSTOMERS)),
                    post("/customers/{id}/deactivate", PARTNER_SERVICE, network(MANAGE_CUSTOMERS)),
                    post(
                            "/customers/{id}/reset-password",
                            PARTNER_SERVICE,
                            network(MANAGE_CUSTOMERS)),
                    post(
                            "/customers/{id}/transfer-code",
                            PARTNER_SERVICE,
                            of(EnumSet.of(CUSTOMER))),
                    post("/customer-transfers", PARTNER_SERVICE, partner(MANAGE_CUSTOMERS)),
                    post("/plans", ORDER_SERVICE, partner(MANAGE_PLANS)),
                    get("/plans", ORDER_SERVICE, NETWORK),
                    get("/plans/{id}", ORDER_SERVICE, NETWORK),
                    patch("/plans/{id}", ORDER_SERVICE, partner(MANAGE_PLANS)),
                    delete("/plans/{id}/prices/{from}", ORDER_SERVICE, partner(MANAGE_PLANS)),
                    post("/orders", ORDER_SERVICE, partner(CREATE_ORDERS)),
                    post("/orders/preview", ORDER_SERVICE, partner(CREATE_ORDERS)),
                    get("/orders", ORDER_SERVICE, NETWORK),
                    get("/orders/{id}", ORDER_SERVICE, NETWORK),
                    post("/orders/{id}/place", ORDER_SERVICE, partner(CREATE_ORDERS)),
                    post("/orders/{id}/lines", ORDER_SERVICE, partner(CREATE_ORDERS)),
                    post("/orders/{id}/cancel", ORDER_SERVICE, partner(CREATE_ORDERS)),
                    post("/orders/{id}/returns", ORDER_SERVICE, partner(CREATE_ORDERS)),
                    get("/orders/{id}/license-managers", ORDER_SERVICE, NETWORK),
                    put(
                            "/orders/{id}/license-managers/{partnerId}",
                            ORDER_SERVICE,
                            partner(MANAGE_LICENSE_MANAGERS)),
                    delete(
                            "/orders/{id}/license-managers/{partnerId}",
                            ORDER_SERVICE,
                            partner(MANAGE_LICENSE_MANAGERS)),
                    get("/settlements/owed", ORDER_SERVICE, partner(ISSUE_LICENSES)),
                    post("/settlements/preview", ORDER_SERVICE, partner(ISSUE_LICENSES)),
                    post("/settlements", ORDER_SERVICE, partner(ISSUE_LICENSES)),
                    get("/settlements", ORDER_SERVICE, NETWORK),
                    get("/settlements/{id}", ORDER_SERVICE, NETWORK),
                    post("/settlements/{id}/pay", ORDER_SERVICE, network(MANAGE_PARTNERS)),
                    post("/settlements/{id}/cancel", ORDER_SERVICE, NETWORK),
                    post("/products", LICENSE_SERVICE, partner(MANAGE_CATALOG)),
                    get("/products", LICENSE_SERVICE, NETWORK),
                    get("/products/{id}", LICENSE_SERVICE, NETWORK),
                    patch("/products/{id}", LICENSE_SERVICE, partner(MANAGE_CATALOG)),
                    post("/policies", LICENSE_SERVICE, partner(MANAGE_CATALOG)),
                    get("/policies", LICENSE_SERVICE, NETWORK),
                    get("/policies/{id}", LICENSE_SERVICE, NETWORK),
                    patch("/policies/{id}", LICENSE_SERVICE, partner(MANAGE_CATALOG)),
                    post("/licenses", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    get("/issuances/{id}", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/license-batches", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    get("/license-batches", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    get("/license-batches/{id}", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    get("/license-batches/{id}/rows", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/license-batches/{id}/resume", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/license-batches/{id}/stop", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    get("/licenses", LICENSE_SERVICE, SIGNED_IN),
                    post("/licenses/validate", LICENSE_SERVICE, PUBLIC),
                    get("/licenses/{id}", LICENSE_SERVICE, SIGNED_IN),
                    patch("/licenses/{id}", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/suspend", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/reinstate", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/revoke", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/renew", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/change-policy", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/transfer", LICENSE_SERVICE, partner(ISSUE_LICENSES)),
                    post("/licenses/{id}/check-out", LICENSE_SERVICE, SIGNED_IN),
                    post(
                            "/licenses/{id}/machines/{machineId}/check-out",
                            LICENSE_SERVICE,
                            SIGNED_IN),
                    post("/licenses/{id}/machines", LICENSE_SERVICE, SIGNED_IN),
                    get("/licenses/{id}/machines", LICENSE_SERVICE, SIGNED_IN),
                    delete("/machines/{id}", LICENSE_SERVICE, SIGNED_IN),
                    post("/machines/{id}/ping", LICENSE_SERVICE, SIGNED_IN),
                    post("/signing-keys", LICENSE_SERVICE, of(EnumSet.of(OPERATOR))),
                    new Route(GET, "/.well-known/keyway-keys", LICENSE_SERVICE, PUBLIC),
                    post("/meters", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/meters", USAGE_SERVICE, NETWORK),
                    get("/meters/{id}", USAGE_SERVICE, NETWORK),
                    patch("/meters/{id}", USAGE_SERVICE, partner(MANAGE_METERS)),
                    post("/events", USAGE_SERVICE, partner(REPORT_USAGE)),
                    post("/events/preview", USAGE_SERVICE, partner(REPORT_USAGE)),
                    get("/rejected-events", USAGE_SERVICE, network(READ_USAGE)),
                    post("/usage-corrections", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/usage-corrections", USAGE_SERVICE, signedIn(READ_USAGE)),
                    post("/remeterings", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/remeterings", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/remeterings/{id}", USAGE_SERVICE, partner(MANAGE_METERS)),
                    post("/remeterings/{id}/apply", USAGE_SERVICE, partner(MANAGE_METERS)),
                    post("/remeterings/{id}/cancel", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/late-events", USAGE_SERVICE, signedIn(READ_USAGE)),
                    post("/late-events/{id}/take-in", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/usage-settings", USAGE_SERVICE, NETWORK),
                    put("/usage-settings", USAGE_SERVICE, partner(MANAGE_METERS)),
                    get("/usage", USAGE_SERVICE, signedIn(READ_USAGE)),
                    get("/balances", USAGE_SERVICE, signedIn(READ_USAGE)),
                    post("/quotas", USAGE_SERVICE, partner(MANAGE_PLANS)),
                    get("/quotas", USAGE_SERVICE, signedIn(READ_USAGE)),
                    get("/quotas/{id}", USAGE_SERVICE, signedIn(READ_USAGE)),
                    patch("/quotas/{id}", USAGE_SERVICE, partner(MANAGE_PLANS)),
                    delete("/quotas/{id}", USAGE_SERVICE, partner(MANAGE_PLANS)),
                    post("/ratings/preview", USAGE_SERVICE, NETWORK),
                    post("/credits", USAGE_SERVICE, partner(MANAGE_PLANS)),
                    get("/credits", USAGE_SERVICE, signedIn(READ_STATEMENTS)),
                    get("/credits/{id}", USAGE_SERVICE, signedIn(READ_STATEMENTS)),
                    post("/credits/{id}/void", USAGE_SERVICE, partner(MANAGE_PLANS)),
                    post("/credit-notes", USAGE_SERVICE, partner(MANAGE_PLANS, READ_STATEMENTS)),
                    get("/credit-notes", USAGE_SERVICE, signedIn(READ_STATEMENTS)),
                    get("/credit-notes/{id}", USAGE_SERVICE, signedIn(READ_STATEMENTS)),
                    get("/statements", USAGE_SERVICE, signedIn(READ_STATEMENTS)),
                    get("/statements/{id}", USAGE_SERVICE, signedIn(READ_STATEMENTS)),
                    post("/statements/close", USAGE_SERVICE, partner(CLOSE_STATEMENTS)),
                    get("/statement-closes/{id}", USAGE_SERVICE, partner(CLOSE_STATEMENTS)));

    private Routes() {}

    private static Route get(String path, Service service, Access access) {
        return new Route(GET, BASE + path, service, access);
    }

    private static Route post(String path, Service service, Access access) {
        return new Route(POST, BASE + path, service, access);
    }

    private static Route put(String path, Service service, Access access) {
        return new Route(PUT, BASE + path, service, access);
    }

    private static Route patch(String path, Service service, Access access) {
        return new Route(PATCH, BASE + path, service, access);
    }

    private static Route delete(String path, Service service, Access access) {
        return new Route(DELETE, BASE + path, service, access);
    }

    private static Access of(Set<Role> roles, Permission... needed) {
        return new Access.Of(roles, Set.of(needed));
    }

    private static Access partner(Permission... needed) {
        return of(EnumSet.of(PARTNER), needed);
    }

    private static Access network(Permission... needed) {
        return of(EnumSet.of(OPERATOR, PARTNER), needed);
    }

    private static Access signedIn(Permission... needed) {
        return of(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), needed);
    }
}
