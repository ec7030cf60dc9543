package io.keyway.kit.access;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Optional;

/** What a service adds to the rules of all: what it knows, and the rules that only it asks. */
public interface AccessRules {

    /** Whether such a question is this service's at all. */
    boolean decides(AccessQuestion question);

    /** The partner, if the caller sees it. */
    Optional<PartnerState> partner(Caller caller, PartnerId id);

    /** Those of the partners that are known, in this order. */
    List<PartnerState> partners(List<PartnerId> path);

    /** The first of this service's rules that refuses; empty if none does. */
    Optional<Finding> refusal(Subject subject, AccessQuestion question);
}
