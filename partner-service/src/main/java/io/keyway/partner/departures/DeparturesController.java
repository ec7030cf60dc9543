package io.keyway.partner.departures;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.partner.customers.Customers;
import io.keyway.partner.partners.PartnerLock;
import io.keyway.partner.partners.Partners;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deleting a partner. */
@RestController
@RequestMapping("/api/v1/partners")
class DeparturesController {

    private final Partners partners;
    private final PartnerLock partnerLock;
    private final Customers customers;
    private final PartnerCleanup cleanup;

    DeparturesController(
            Partners partners,
            PartnerLock partnerLock,
            Customers customers,
            PartnerCleanup cleanup) {
        this.partners = partners;
        this.partnerLock = partnerLock;
        this.customers = customers;
        this.cleanup = cleanup;
    }

    /**
     * Delete a partner for good. Its accounts, tokens, keys and grants are deleted; its customers
     * and their licenses pass to its parent a moment after the answer, and customers on a plan of
     * the deleted partner are on none then. What was billed stays. The caller must be above it and
     * needs {@code manage_partners} ({@code forbidden}). Refused with {@code partners_below} while
     * it has partners, and with {@code conflict} for a vendor that has customers.
     *
     * @param id the partner
     */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable PartnerId id, IfMatch ifMatch) {
        partners.requireAbove(caller, id);
        partnerLock.withNobodyBelow(
                id,
                ifMatch::require,
                closed -> {
                    if (closed.state().type() == PartnerType.VENDOR && customers.anyIn(id)) {
                        throw new Refused(
                                ProblemCode.CONFLICT,
                                "It has customers, and there is no partner above to take them over.");
                    }
                    return partners.delete(closed);
                });
        cleanup.deleteAccounts(
                id); // At once, so that its e-mail is free when the caller is answered.
    }
}
