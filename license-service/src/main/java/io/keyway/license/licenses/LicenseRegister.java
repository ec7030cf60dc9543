package io.keyway.license.licenses;

import io.keyway.contracts.id.LicenseId;
import java.util.Collection;

/** Stores and revokes licenses; an interface so that the saga can be simulated. */
public interface LicenseRegister {

    /** Stores new licenses without events; existing ones stay as they are. */
    void issue(Collection<License> made);

    /** Revokes a license for good; a revoked one stays as it is. */
    void revoke(LicenseId id);
}
