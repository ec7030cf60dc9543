package io.keyway.license.licenses;

import io.keyway.contracts.id.LicenseId;
import java.util.Collection;

/** Where licenses come into the world, and leave it. */
public interface LicenseRegister {

    /** Those that are there already stay as they are. Whoever issues tells of them. */
    void issue(Collection<License> made);

    /** For good; one that is revoked already stays as it is. */
    void revoke(LicenseId id);
}
