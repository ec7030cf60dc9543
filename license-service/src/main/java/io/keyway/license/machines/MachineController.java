package io.keyway.license.machines;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Machine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /licenses/{id}/machines} and {@code /machines/{id}}: for the customer itself and for its
 * partners.
 */
@RestController
@RequestMapping("/api/v1")
class MachineController {

    private final Licenses licenses;
    private final MachineIndex index;
    private final Heartbeats heartbeats;
    private final ActivateMachine activateMachine;
    private final Clock clock;

    MachineController(
            Licenses licenses,
            MachineIndex index,
            Heartbeats heartbeats,
            ActivateMachine activateMachine,
            Clock clock) {
        this.licenses = licenses;
        this.index = index;
        this.heartbeats = heartbeats;
        this.activateMachine = activateMachine;
        this.clock = clock;
    }

    /**
     * A device to activate.
     *
     * @param fingerprint how the product identifies the device, 1 to 255 characters
     * @param name shown in lists, at most 200 characters
     * @param hostname of the device, at most 255 characters
     * @param platform of the device, at most 100 characters
     * @param components name to fingerprint of the device's parts, at most 20
     */
    record NewMachine(
            @NotBlank @Size(max = 255) String fingerprint,
            @Nullable @Size(max = 200) @NotFormula String name,
            @Nullable @Size(max = 255) String hostname,
            @Nullable @Size(max = 100) String platform,
            @Nullable @Size(max = Machine.COMPONENTS_MAX)
                    Map<@NotBlank @Size(max = 64) String, @NotBlank @Size(max = 255) String>
                            components) {}

    /**
     * An activated device.
     *
     * @param id the id of the machine
     * @param licenseId the license
     * @param fingerprint how the product identifies the device
     * @param name as given at activation
     * @param hostname as given at activation
     * @param platform as given at activation
     * @param components name to fingerprint of the device's parts
     * @param activatedAt when the machine was activated
     * @param lastHeartbeatAt when the last ping came; absent before the first
     * @param nextHeartbeatBy when the next ping is due; absent if the policy asks for none
     */
    record MachineResponse(
            MachineId id,
            LicenseId licenseId,
            String fingerprint,
            @Nullable String name,
            @Nullable String hostname,
            @Nullable String platform,
            Map<String, String> components,
            Instant activatedAt,
            @Nullable Instant lastHeartbeatAt,
            @Nullable Instant nextHeartbeatBy) {

        static MachineResponse from(License license, Machine machine) {
            Duration heartbeat = license.terms().heartbeat();
            return new MachineResponse(
                    machine.id(),
                    license.id(),
                    machine.fingerprint(),
                    machine.name(),
                    machine.hostname(),
                    machine.platform(),
                    new TreeMap<>(machine.components()),
                    machine.activatedAt(),
                    machine.lastHeartbeatAt(),
                    heartbeat == null ? null : machine.lastSeenAt().plus(heartbeat));
        }
    }

    /**
     * Activate a machine of a license.
     *
     * <p>For the customer itself, and for partners with {@code issue_licenses} ({@code forbidden}).
     * A device with the same fingerprint, or with matching components, gets its existing machine
     * (200). Starts the duration of a license that expires from its first activation. A suspended,
     * revoked or expired license is {@code conflict}; no free place is {@code quota_exceeded}.
     *
     * @param licenseId the license
     * @param body the device
     * @return the machine
     */
    @PostMapping("/licenses/{licenseId}/machines")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MachineResponse> activate(
            Caller caller,
            @PathVariable LicenseId licenseId,
            NewId id,
            @Valid @RequestBody NewMachine body) {
        seen(caller, licenseId);
        mayUse(caller);
        Instant now = clock.instant();
        Machine asked =
                new Machine(
                        id.as(MachineId::with),
                        body.fingerprint(),
                        body.name(),
                        body.hostname(),
                        body.platform(),
                        body.components() == null ? Map.of() : body.components(),
                        now,
                        null);
        ActivateMachine.Result result = activateMachine.activate(caller, licenseId, asked, now);
        MachineResponse answer = MachineResponse.from(result.license(), result.machine());
        return result.added()
                ? ResponseEntity.created(URI.create("/api/v1/machines/" + result.machine().id()))
                        .body(answer)
                : ResponseEntity.ok(answer);
    }

    /**
     * List the machines of a license.
     *
     * <p>In the order of their activation, all in one page. A license outside the caller's scope is
     * {@code not_found}.
     *
     * @param licenseId the license
     * @return all machines of the license
     */
    @GetMapping("/licenses/{licenseId}/machines")
    Page<MachineResponse> list(Caller caller, @PathVariable LicenseId licenseId) {
        License license = heartbeats.current(seen(caller, licenseId));
        List<MachineResponse> all =
                license.machines().stream()
                        .map(machine -> MachineResponse.from(license, machine))
                        .toList();
        return new Page<>(all, null);
    }

    /**
     * Deactivate a machine.
     *
     * <p>Its place can be used by another machine. For the customer itself, and for partners with
     * {@code issue_licenses} ({@code forbidden}). A machine outside the caller's scope is {@code
     * not_found}.
     *
     * @param id the machine
     */
    @DeleteMapping("/machines/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deactivate(Caller caller, @PathVariable MachineId id) {
        LicenseId licenseId = licenseOf(caller, id);
        mayUse(caller);
        licenses.change(
                caller,
                licenseId,
                stored -> {
                    License current = stored.state();
                    List<Machine> rest =
                            current.machines().stream()
                                    .filter(machine -> !machine.id().equals(id))
                                    .toList();
                    if (rest.size() == current.machines().size()) {
                        throw Refused.notFound();
                    }
                    License next = current.with(rest, clock.instant());
                    return Decision.change(next, new LicenseChanged(next.state()));
                });
        index.remove(id);
    }

    /**
     * Send the heartbeat of a machine.
     *
     * <p>Records the time only: the license keeps its version, and neither events nor the audit
     * trail show it. For the customer itself, and for partners with {@code issue_licenses} ({@code
     * forbidden}). A machine outside the caller's scope is {@code not_found}.
     *
     * @param id the machine
     * @return the machine with its next due time
     */
    @PostMapping("/machines/{id}/ping")
    MachineResponse ping(Caller caller, @PathVariable MachineId id) {
        LicenseId licenseId = index.licenseOf(id).orElseThrow(Refused::notFound);
        License license = seen(caller, licenseId);
        Machine machine = machine(license, id);
        mayUse(caller);
        Instant now = clock.instant();
        heartbeats.record(id, now);
        return MachineResponse.from(license, machine.seenAt(now));
    }

    private LicenseId licenseOf(Caller caller, MachineId id) {
        LicenseId licenseId = index.licenseOf(id).orElseThrow(Refused::notFound);
        machine(seen(caller, licenseId), id);
        return licenseId;
    }

    private static Machine machine(License license, MachineId id) {
        return license.machine(id).orElseThrow(Refused::notFound);
    }

    private License seen(Caller caller, LicenseId id) {
        return licenses.find(caller, id).orElseThrow(Refused::notFound).state();
    }

    /** Customers manage their own machines; partners need the permission to issue licenses. */
    private static void mayUse(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN,
                    "managing machines needs the permission issue_licenses, except for the customer");
        }
    }
}
