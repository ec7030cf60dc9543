package io.keyway.kit.access;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom an access question is about, and who asks it.
 *
 * @param asker receives the answer, which never mentions anything outside the asker's branch
 * @param viewer the caller whose branch decides what is visible
 * @param path the partners that are known, from the vendor down to the subject; empty for the
 *     operator
 * @param asOther whether the question is asked in a partner's place: account permissions do not
 *     count then
 */
public record Subject(Caller asker, Caller viewer, List<PartnerState> path, boolean asOther) {

    private static final String SOMEBODY_ABOVE = "A partner above";

    public Subject {
        path = List.copyOf(path);
    }

    static Subject self(Caller caller, List<PartnerState> path) {
        return new Subject(caller, caller, path, false);
    }

    /** A question in the place of a partner that the caller sees. */
    static Subject inPlaceOf(PartnerState partner, Caller caller, List<PartnerState> path) {
        Caller viewer =
                new Caller(
                        Optional.ofNullable(caller.actor()).orElseThrow(Refused::notFound),
                        null,
                        Role.PARTNER,
                        partner.id(),
                        null,
                        partner.path(),
                        Permission.ofVendor());
        return new Subject(caller, viewer, path, true);
    }

    /**
     * Whether a resource may be talked about: both the subject and the asker must be able to see
     * it.
     */
    public boolean sees(List<PartnerId> scope, @Nullable CustomerId customer) {
        return viewer.sees(scope, customer) && asker.sees(scope, customer);
    }

    /**
     * Whether the catalog of a vendor may be talked about: asker and subject must belong to that
     * vendor, or be the operator.
     *
     * @param vendor the owner of the catalog
     */
    public boolean knowsCatalogOf(PartnerId vendor) {
        return (asker.role() == Role.OPERATOR || vendor.equals(asker.vendorId()))
                && (viewer.role() == Role.OPERATOR || vendor.equals(viewer.vendorId()));
    }

    /** The ids from the vendor down to the partner; empty for the operator. */
    public List<PartnerId> ids() {
        return viewer.path();
    }

    /**
     * The name of a partner for use in a reason. Partners that the asker may not know (all but its
     * branch and its parent) are described, not named.
     */
    public String name(PartnerId id) {
        return path.stream()
                .filter(partner -> partner.id().equals(id))
                .filter(partner -> asker.sees(partner.path(), null) || isRightAbove(id))
                .map(PartnerState::name)
                .findFirst()
                .orElse(SOMEBODY_ABOVE);
    }

    /**
     * The name of a partner whose counts may be shown; empty for partners outside the asker's
     * branch.
     */
    public Optional<String> nameOfCounted(PartnerId id) {
        return path.stream()
                .filter(partner -> partner.id().equals(id))
                .filter(partner -> asker.sees(partner.path(), null))
                .map(PartnerState::name)
                .findFirst();
    }

    private boolean isRightAbove(PartnerId id) {
        List<PartnerId> above = asker.path();
        int own = asker.role() == Role.CUSTOMER ? above.size() : above.size() - 1;
        return own > 0 && above.get(own - 1).equals(id);
    }
}
