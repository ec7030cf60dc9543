package io.keyway.partner.departures;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.partner.customers.Customers;
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
    private final Customers customers;
    private final PartnerCleanup cleanup;

    DeparturesController(Partners partners, Customers customers, PartnerCleanup cleanup) {
        this.partners = partners;
        this.customers = customers;
        this.cleanup = cleanup;
    }

    /** Nobody gets in from that write on; its customers are with its parent a moment later. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable PartnerId id, IfMatch ifMatch) {
        partners.requireAbove(caller, id);
        partners.withNobodyBelow(
                id,
                ifMatch::require,
                closed -> {
                    if (closed.state().type() == PartnerType.VENDOR && customers.anyIn(id)) {
                        throw new Refused(
                                ProblemCode.CONFLICT,
                                "It has customers, and nobody above it to take them over.");
                    }
                    return partners.remove(closed);
                });
        cleanup.clearAccess(id); // So that its e-mail is free when the caller hears of it.
    }
}
