package io.keyway.gateway.routes;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import java.util.Set;
import org.springframework.http.HttpMethod;

/**
 * One call that the gateway lets through.
 *
 * @param path segments, {@code {…}} for any one
 */
public record Route(HttpMethod method, String path, Service service, Access access) {

    /** Who may make the call at all. What they then see is decided by scope, in the service. */
    public sealed interface Access {

        /** Nobody is asked who they are. */
        record Public() implements Access {}

        /** One of these roles; a partner also needs the permission, if there is one. */
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
