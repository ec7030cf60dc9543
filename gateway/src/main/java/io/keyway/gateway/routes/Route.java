package io.keyway.gateway.routes;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import java.util.Set;
import org.springframework.http.HttpMethod;

/**
 * A call that the gateway passes on.
 *
 * @param path its segments; {@code {…}} stands for any one segment
 */
public record Route(HttpMethod method, String path, Service service, Access access) {

    /** Who may make the call. What they then see is limited by scope, in the service. */
    public sealed interface Access {

        /** Callers without a credential too. */
        record Public() implements Access {}

        /** Callers with one of these roles; partners also need all of the permissions. */
        record Of(Set<Role> roles, Set<Permission> needed) implements Access {}
    }

    public boolean lets(Caller caller) {
        return switch (access) {
            case Access.Public() -> true;
            case Access.Of(Set<Role> roles, Set<Permission> needed) ->
                    roles.contains(caller.role())
                            && (caller.role() != Role.PARTNER
                                    || caller.permissions().containsAll(needed));
        };
    }

    public boolean isPublic() {
        return access instanceof Access.Public;
    }

    /** The same call, answered by another service. */
    public Route answeredBy(Service other) {
        return new Route(method, path, other, access);
    }
}
