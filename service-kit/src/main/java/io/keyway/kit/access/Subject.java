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
 * Who is asked about, and who asks.
 *
 * @param asker who hears the answer: nothing that lies outside its branch is said
 * @param seer whose branch counts for what is visible
 * @param path the partners that are known, from the vendor down to it; empty for the operator
 * @param asOther whether it is asked in a partner's place: then no account's permissions count
 */
public record Subject(Caller asker, Caller seer, List<PartnerState> path, boolean asOther) {

    private static final String SOMEBODY_ABOVE = "A partner above";

    public Subject {
        path = List.copyOf(path);
    }

    static Subject self(Caller caller, List<PartnerState> path) {
        return new Subject(caller, caller, path, false);
    }

    /** In the place of a partner that the caller sees. */
    static Subject inPlaceOf(PartnerState partner, Caller caller, List<PartnerState> path) {
        Caller seer =
                new Caller(
                        Optional.ofNullable(caller.actor()).orElseThrow(Refused::notFound),
                        null,
                        Role.PARTNER,
                        partner.id(),
                        null,
                        partner.path(),
                        Permission.ofVendor());
        return new Subject(caller, seer, path, true);
    }

    /** What whoever asks does not see is not talked about, whoever it is asked about. */
    public boolean sees(List<PartnerId> scope, @Nullable CustomerId customer) {
        return seer.sees(scope, customer) && asker.sees(scope, customer);
    }

    /**
     * The catalog of the asker's own vendor is no secret; that of another one does not exist.
     *
     * @param vendor whose it is
     */
    public boolean knowsCatalogOf(PartnerId vendor) {
        return (asker.role() == Role.OPERATOR || vendor.equals(asker.vendorId()))
                && (seer.role() == Role.OPERATOR || vendor.equals(seer.vendorId()));
    }

    /** From the vendor down to the partner; empty for the operator. */
    public List<PartnerId> ids() {
        return seer.path();
    }

    /** Only partners that whoever asked may know are named: its branch, and its parent. */
    public String name(PartnerId id) {
        return path.stream()
                .filter(partner -> partner.id().equals(id))
                .filter(partner -> asker.sees(partner.path(), null) || isRightAbove(id))
                .map(PartnerState::name)
                .findFirst()
                .orElse(SOMEBODY_ABOVE);
    }

    /** Of partners outside the asker's branch nothing is counted, and so none is named. */
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
