package io.keyway.license.administration;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Changes a license for a caller: checks scope, permission and {@code If-Match} first. */
@Component
public class ChangeLicense {

    private final Licenses licenses;

    ChangeLicense(Licenses licenses) {
        this.licenses = licenses;
    }

    /**
     * @param decide may be called more than once, with newer states, if others change the license
     * @throws Refused with {@code not_found} if the caller does not see the license, {@code
     *     forbidden} without the permission {@code issue_licenses}, {@code version_mismatch}
     */
    public Stored<License> change(
            Caller caller,
            LicenseId id,
            IfMatch ifMatch,
            Function<License, Decision<License>> decide) {
        if (licenses.find(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        if (!caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN,
                    "changing a license needs the permission issue_licenses");
        }
        return licenses.change(
                caller,
                id,
                stored -> {
                    ifMatch.require(stored);
                    return decide.apply(stored.state());
                });
    }
}
