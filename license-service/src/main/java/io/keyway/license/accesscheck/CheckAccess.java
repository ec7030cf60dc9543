package io.keyway.license.accesscheck;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.access.AccessAction;
import io.keyway.kit.access.AccessQuestion;
import io.keyway.kit.access.AccessRules;
import io.keyway.kit.access.Finding;
import io.keyway.kit.access.Subject;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseAction;
import io.keyway.license.licenses.LicenseAction.RenewFrom;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Machine;
import io.keyway.license.machines.Activation;
import io.keyway.license.machines.Heartbeats;
import io.keyway.license.network.Network;
import io.keyway.license.planning.CheckIssuing;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers access questions about issuing and licenses, with the same decisions as the calls. */
@Component
class CheckAccess implements AccessRules {

    private final CheckIssuing issuing;
    private final Licenses licenses;
    private final Network network;
    private final Heartbeats heartbeats;
    private final LicenseProperties settings;
    private final Clock clock;

    CheckAccess(
            CheckIssuing issuing,
            Licenses licenses,
            Network network,
            Heartbeats heartbeats,
            LicenseProperties settings,
            Clock clock) {
        this.issuing = issuing;
        this.licenses = licenses;
        this.network = network;
        this.heartbeats = heartbeats;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean decides(AccessQuestion question) {
        return question.action() == AccessAction.ISSUE || question.resource() instanceof LicenseId;
    }

    @Override
    public Optional<PartnerState> partner(Caller caller, PartnerId id) {
        return network.partner(caller, id);
    }

    @Override
    public List<PartnerState> partners(List<PartnerId> path) {
        return network.partnersAlong(path);
    }

    @Override
    public Optional<Finding> refusal(Subject subject, AccessQuestion question) {
        return question.resource() instanceof LicenseId id
                ? onLicense(subject, question, id)
                : issuing.refusal(subject, question);
    }

    private Optional<Finding> onLicense(Subject subject, AccessQuestion question, LicenseId id) {
        Optional<License> found =
                licenses.find(subject.viewer(), id)
                        .map(Stored::state)
                        .filter(license -> subject.sees(license.scope(), license.customerId()));
        if (found.isEmpty()) {
            return Finding.notFound();
        }
        License license = found.get();
        Instant now = clock.instant();
        return switch (question.action()) {
            case SUSPEND -> refusal(LicenseAction.suspend(license, now));
            case REINSTATE -> refusal(LicenseAction.reinstate(license, now));
            case REVOKE -> refusal(LicenseAction.revoke(license, now));
            case RENEW -> refusal(LicenseAction.renew(license, RenewFrom.LATEST, now));
            case CHECK_OUT -> refusal(LicenseAction.checkOut(license, false));
            case CHECK_OUT_WITHOUT_END -> refusal(LicenseAction.checkOut(license, true));
            case ACTIVATE_MACHINE ->
                    refusal(
                            Activation.decide(
                                    heartbeats.current(license),
                                    anyMachine(now),
                                    settings.machines().perLicenseMax(),
                                    now));
            case TRANSFER -> toCustomer(subject, question, license);
            case SEE -> Optional.empty();
            case ISSUE, ORDER, GRANT, MANAGE_PARTNER, MANAGE_CUSTOMER, ASSIGN_MANAGER ->
                    throw new IllegalStateException(question.action() + " takes no license");
        };
    }

    /** A machine that no license has: real fingerprints are not empty. */
    private static Machine anyMachine(Instant now) {
        return new Machine(MachineId.next(), "", null, null, null, Map.of(), now, null);
    }

    /** A license can be transferred to any customer of the branch, within the same vendor. */
    private Optional<Finding> toCustomer(
            Subject subject, AccessQuestion question, License license) {
        CustomerId to = question.customerId();
        if (to == null) {
            return Optional.empty();
        }
        return network.customer(subject.viewer(), to)
                .filter(customer -> subject.sees(customer.path(), customer.id()))
                .filter(customer -> customer.path().getFirst().equals(license.vendorId()))
                .map(customer -> Optional.<Finding>empty())
                .orElseGet(Finding::notFound);
    }

    private static Optional<Finding> refusal(LicenseAction action) {
        return switch (action) {
            case LicenseAction.Refused refused -> Finding.of(refused.rule(), refused.why());
            case LicenseAction.Done done -> Optional.empty();
            case LicenseAction.Nothing nothing -> Optional.empty();
        };
    }

    private static Optional<Finding> refusal(Activation activation) {
        return switch (activation) {
            case Activation.Refused refused -> Finding.of(refused.rule(), refused.why());
            case Activation.Activated activated -> Optional.empty();
            case Activation.Known known -> Optional.empty();
        };
    }
}
