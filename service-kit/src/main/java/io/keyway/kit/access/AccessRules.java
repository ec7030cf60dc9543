package io.keyway.kit.access;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Optional;

/**
 * What a service contributes to the access check: its data, and the rules that only it can check.
 */
public interface AccessRules {

    /** Whether this service decides such questions. */
    boolean decides(AccessQuestion question);

    /** The partner, if the caller may see it. */
    Optional<PartnerState> partner(Caller caller, PartnerId id);

    /** The partners with these ids that this service knows, in this order. */
    List<PartnerState> partners(List<PartnerId> path);

    /** The first rule of this service that refuses; empty if none does. */
    Optional<Finding> refusal(Subject subject, AccessQuestion question);
}
