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
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Machine;
import io.keyway.license.terms.ExpiresFrom;
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
    private final MachineIndex places;
    private final Heartbeats heartbeats;
    private final DeviceTrials trials;
    private final LicenseProperties settings;
    private final Clock clock;

    MachineController(
            Licenses licenses,
            MachineIndex places,
            Heartbeats heartbeats,
            DeviceTrials trials,
            LicenseProperties settings,
            Clock clock) {
        this.licenses = licenses;
        this.places = places;
        this.heartbeats = heartbeats;
        this.trials = trials;
        this.settings = settings;
        this.clock = clock;
    }

    record NewMachine(
            @NotBlank @Size(max = 255) String fingerprint,
            @Nullable @Size(max = 200) @NotFormula String name,
            @Nullable @Size(max = 255) String hostname,
            @Nullable @Size(max = 100) String platform,
            @Nullable @Size(max = Machine.COMPONENTS_MAX)
                    Map<@NotBlank @Size(max = 64) String, @NotBlank @Size(max = 255) String>
                            components) {}

    /**
     * @param nextHeartbeatBy absent where the policy asks for none
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
                    heartbeat == null ? null : machine.lastHeardAt().plus(heartbeat));
        }
    }

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
        places.put(asked.id(), licenseId);
        License license;
        try {
            license = activate(caller, licenseId, asked, now);
        } catch (Refused refused) {
            if (seen(caller, licenseId).machine(asked.id()).isEmpty()) {
                places.remove(asked.id());
            }
            throw refused;
        }
        Machine machine =
                license.machines().stream()
                        .filter(one -> Activation.isSame(license.terms(), one, asked))
                        .findFirst()
                        .orElseThrow(Refused::notFound);
        if (machine.id().equals(asked.id())) {
            return ResponseEntity.created(URI.create("/api/v1/machines/" + machine.id()))
                    .body(MachineResponse.from(license, machine));
        }
        places.remove(asked.id());
        License current = heartbeats.current(license);
        return ResponseEntity.ok(MachineResponse.from(current, machine(current, machine.id())));
    }

    private License activate(Caller caller, LicenseId licenseId, Machine asked, Instant now) {
        return licenses.change(
                        caller,
                        licenseId,
                        stored -> {
                            License current = stored.state();
                            return switch (Activation.decide(
                                    heartbeats.current(current),
                                    asked,
                                    settings.machines().perLicenseMax(),
                                    now)) {
                                case Activation.Known known -> Decision.keep();
                                case Activation.Refused refused ->
                                        throw new Refused(refused.rule(), refused.why());
                                case Activation.Activated activated -> {
                                    trials.claim(current, asked);
                                    License next =
                                            current.with(asStored(current, activated), now)
                                                    .startedBy(ExpiresFrom.FIRST_ACTIVATION, now);
                                    yield Decision.change(next, new LicenseChanged(next.state()));
                                }
                            };
                        })
                .state();
    }

    /** Heartbeats are not the license's: what of it stays is written as it was read. */
    private static List<Machine> asStored(License stored, Activation.Activated activated) {
        return activated.machines().stream()
                .map(machine -> stored.machine(machine.id()).orElse(machine))
                .toList();
    }

    @GetMapping("/licenses/{licenseId}/machines")
    Page<MachineResponse> list(Caller caller, @PathVariable LicenseId licenseId) {
        License license = heartbeats.current(seen(caller, licenseId));
        List<MachineResponse> all =
                license.machines().stream()
                        .map(machine -> MachineResponse.from(license, machine))
                        .toList();
        return new Page<>(all, null);
    }

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
        places.remove(id);
    }

    /**
     * Says that the machine is there. It is neither told on the bus nor recorded, and the license
     * stays as it is.
     */
    @PostMapping("/machines/{id}/ping")
    MachineResponse ping(Caller caller, @PathVariable MachineId id) {
        LicenseId licenseId = places.licenseOf(id).orElseThrow(Refused::notFound);
        License license = seen(caller, licenseId);
        Machine machine = machine(license, id);
        mayUse(caller);
        Instant now = clock.instant();
        heartbeats.heard(id, now);
        return MachineResponse.from(license, machine.heardAt(now));
    }

    private LicenseId licenseOf(Caller caller, MachineId id) {
        LicenseId licenseId = places.licenseOf(id).orElseThrow(Refused::notFound);
        machine(seen(caller, licenseId), id);
        return licenseId;
    }

    private static Machine machine(License license, MachineId id) {
        return license.machine(id).orElseThrow(Refused::notFound);
    }

    private License seen(Caller caller, LicenseId id) {
        return licenses.find(caller, id).orElseThrow(Refused::notFound).state();
    }

    /** A customer its own; a partner if it issues licenses. */
    private static void mayUse(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN,
                    "machines are managed by the customer or who issues licenses");
        }
    }
}
