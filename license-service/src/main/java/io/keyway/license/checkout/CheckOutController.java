package io.keyway.license.checkout;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.kit.http.Refused;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseAction;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Machine;
import io.keyway.license.machines.Heartbeats;
import io.keyway.license.signing.CheckedOutFile;
import io.keyway.license.signing.SigningKey;
import io.keyway.license.signing.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /licenses/{id}/check-out} and {@code POST
 * /licenses/{id}/machines/{machineId}/check-out}: as JSON around the file, or with {@code Accept:
 * text/plain} the file itself.
 */
@RestController
@RequestMapping("/api/v1/licenses/{id}")
class CheckOutController {

    private final Licenses licenses;
    private final Heartbeats heartbeats;
    private final SigningKeys signingKeys;
    private final LicenseProperties settings;
    private final Clock clock;

    CheckOutController(
            Licenses licenses,
            Heartbeats heartbeats,
            SigningKeys signingKeys,
            LicenseProperties settings,
            Clock clock) {
        this.licenses = licenses;
        this.heartbeats = heartbeats;
        this.signingKeys = signingKeys;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param expiry of the file; the license may end before or after it. Absent, as {@code ttl}, of
     *     a file without end
     */
    record FileResponse(
            String certificate,
            Instant issued,
            @Nullable Instant expiry,
            @Nullable Duration ttl,
            String kid) {}

    @PostMapping(path = "/check-out", produces = MediaType.APPLICATION_JSON_VALUE)
    FileResponse license(
            Caller caller,
            @PathVariable LicenseId id,
            @RequestParam(defaultValue = "false") boolean encrypt,
            @RequestParam(required = false) @Nullable FileTerm ttl) {
        return licenseFile(seen(caller, id, ttl), encrypt, ttl);
    }

    @PostMapping(path = "/check-out", produces = MediaType.TEXT_PLAIN_VALUE)
    String licenseAsText(
            Caller caller,
            @PathVariable LicenseId id,
            @RequestParam(defaultValue = "false") boolean encrypt,
            @RequestParam(required = false) @Nullable FileTerm ttl) {
        return licenseFile(seen(caller, id, ttl), encrypt, ttl).certificate();
    }

    @PostMapping(
            path = "/machines/{machineId}/check-out",
            produces = MediaType.APPLICATION_JSON_VALUE)
    FileResponse machine(
            Caller caller,
            @PathVariable LicenseId id,
            @PathVariable MachineId machineId,
            @RequestParam(defaultValue = "false") boolean encrypt,
            @RequestParam(required = false) @Nullable FileTerm ttl) {
        return machineFile(seen(caller, id, ttl), machineId, encrypt, ttl);
    }

    @PostMapping(path = "/machines/{machineId}/check-out", produces = MediaType.TEXT_PLAIN_VALUE)
    String machineAsText(
            Caller caller,
            @PathVariable LicenseId id,
            @PathVariable MachineId machineId,
            @RequestParam(defaultValue = "false") boolean encrypt,
            @RequestParam(required = false) @Nullable FileTerm ttl) {
        return machineFile(seen(caller, id, ttl), machineId, encrypt, ttl).certificate();
    }

    private FileResponse licenseFile(License license, boolean encrypt, @Nullable FileTerm ttl) {
        FileContent snapshot = snapshot(license, ttl);
        SigningKey key = signingKeys.current();
        String file =
                encrypt
                        ? CheckedOutFile.LICENSE.encryptAndSign(
                                snapshot.ofLicense(), license.key().value(), key)
                        : CheckedOutFile.LICENSE.sign(snapshot.ofLicense(), key);
        return response(snapshot, file, key);
    }

    private FileResponse machineFile(
            License stored, MachineId machineId, boolean encrypt, @Nullable FileTerm ttl) {
        License license = heartbeats.current(stored);
        Machine machine = license.machine(machineId).orElseThrow(Refused::notFound);
        FileContent snapshot = snapshot(license, ttl);
        SigningKey key = signingKeys.current();
        String file =
                encrypt
                        ? CheckedOutFile.MACHINE.encryptAndSign(
                                snapshot.ofMachine(machine),
                                license.key().value() + machine.fingerprint(),
                                key)
                        : CheckedOutFile.MACHINE.sign(snapshot.ofMachine(machine), key);
        return response(snapshot, file, key);
    }

    private License seen(Caller caller, LicenseId id, @Nullable FileTerm ttl) {
        License license = licenses.find(caller, id).orElseThrow(Refused::notFound).state();
        boolean withoutEnd = ttl != null && ttl.length() == null;
        if (LicenseAction.checkOut(license, withoutEnd) instanceof LicenseAction.Refused refused) {
            throw new Refused(refused.rule(), refused.why());
        }
        return license;
    }

    private FileContent snapshot(License license, @Nullable FileTerm ttl) {
        Duration asked = ttl == null ? settings.checkOut().ttl() : ttl.length();
        if (asked != null
                && (asked.compareTo(Duration.ofMinutes(1)) < 0
                        || asked.compareTo(settings.checkOut().ttlMax()) > 0)) {
            throw Refused.invalid(
                            "ttl",
                            "must be from PT1M to " + settings.checkOut().ttlMax() + ", or none")
                    .get();
        }
        Instant now = clock.instant();
        return new FileContent(license, license.status(now, settings.expiringWithin()), now, asked);
    }

    private static FileResponse response(FileContent snapshot, String file, SigningKey key) {
        return new FileResponse(
                file, snapshot.issued(), snapshot.expiry(), snapshot.ttl(), key.kid());
    }
}
