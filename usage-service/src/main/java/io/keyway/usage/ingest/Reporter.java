package io.keyway.usage.ingest;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.usage.records.Attribution;

/** Who reports usage: it may name the licenses that it sees. */
sealed interface Reporter {

    /** Whether usage of this license may be reported; any other is as good as missing. */
    boolean sees(Attribution owner);

    /** Somebody with a token or an API key. */
    record Account(Caller caller) implements Reporter {
        @Override
        public boolean sees(Attribution owner) {
            return caller.sees(owner.path(), owner.customerId());
        }
    }

    /** A product that shows the key of its license. */
    record Product(LicenseId license) implements Reporter {
        @Override
        public boolean sees(Attribution owner) {
            return owner.licenseId().equals(license);
        }
    }
}
