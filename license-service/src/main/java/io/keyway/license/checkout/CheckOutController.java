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
 * /licenses/{id}/machines/{machineId}/check-out}. The answer is JSON with the file in it, or the
 * file itself with {@code Accept: text/plain}.
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
     * A license or machine file.
     *
     * @param certificate the file, text that starts with {@code -----BEGIN}
     * @param issued when the file was made
     * @param expiry when the file expires; the license may expire earlier or later; absent for a
     *     file without end
     * @param ttl how long the file is valid, ISO-8601; absent for a file without end
     * @param kid the id of the key that signed the file
     */
    record FileResponse(
            String certificate,
            Instant issued,
            @Nullable Instant expiry,
            @Nullable Duration ttl,
            String kid) {}

    /**
     * Check out a license file.
     *
     * <p>A signed file that a product verifies offline. It shows the license as it is now: later
     * changes do not reach it. The license must be in the caller's scope ({@code not_found}); a
     * suspended or revoked license, and {@code ttl=none} where the policy does not allow it, are
     * {@code conflict}.
     *
     * @param id the license
     * @param encrypt whether to encrypt the file with the license key; default false
     * @param ttl how long the file is valid: ISO-8601 from {@code PT1M} to {@code P365D}, or {@code
     *     none}; default {@code P30D}
     * @return the file
     */
    @PostMapping(path = "/check-out", produces = MediaType.APPLICATION_JSON_VALUE)
    FileResponse license(
            Caller caller,
            @PathVariable LicenseId id,
            @RequestParam(defaultValue = "false") boolean encrypt,
            @RequestParam(required = false) @Nullable FileTerm ttl) {
        return licenseFile(seen(caller, id, ttl), encrypt, ttl);
    }

    /**
     * Check out a license file.
     *
     * <p>The same with {@code Accept: text/plain}: the answer is the file itself.
     *
     * @param id the license
     * @param encrypt whether to encrypt the file with the license key; default false
     * @param ttl how long the file is valid; default {@code P30D}
     * @return the file
     */
    @PostMapping(path = "/check-out", produces = MediaType.TEXT_PLAIN_VALUE)
    String licenseAsText(
            Caller caller,
            @PathVariable LicenseId id,
            @RequestParam(defaultValue = "false") boolean encrypt,
            @RequestParam(required = false) @Nullable FileTerm ttl) {
        return licenseFile(seen(caller, id, ttl), encrypt, ttl).certificate();
    }

    /**
     * Check out a machine file.
     *
     * <p>A signed file for one machine that a product verifies offline. The same rules as for a
     * license file; a machine that the license does not have is {@code not_found}.
     *
     * @param id the license
     * @param machineId the machine
     * @param encrypt whether to encrypt the file with the license key and the fingerprint; default
     *     false
     * @param ttl how long the file is valid: ISO-8601 from {@code PT1M} to {@code P365D}, or {@code
     *     none}; default {@code P30D}
     * @return the file
     */
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

    /**
     * Check out a machine file.
     *
     * <p>The same with {@code Accept: text/plain}: the answer is the file itself.
     *
     * @param id the license
     * @param machineId the machine
     * @param encrypt whether to encrypt the file with the license key and the fingerprint; default
     *     false
     * @param ttl how long the file is valid; default {@code P30D}
     * @return the file
     */
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
        FileContent content = content(license, ttl);
        SigningKey key = signingKeys.current();
        String file =
                encrypt
                        ? CheckedOutFile.LICENSE.encryptAndSign(
                                content.ofLicense(), license.key().value(), key)
                        : CheckedOutFile.LICENSE.sign(content.ofLicense(), key);
        return response(content, file, key);
    }

    private FileResponse machineFile(
            License stored, MachineId machineId, boolean encrypt, @Nullable FileTerm ttl) {
        License license = heartbeats.current(stored);
        Machine machine = license.machine(machineId).orElseThrow(Refused::notFound);
        FileContent content = content(license, ttl);
        SigningKey key = signingKeys.current();
        String file =
                encrypt
                        ? CheckedOutFile.MACHINE.encryptAndSign(
                                content.ofMachine(machine),
                                license.key().value() + machine.fingerprint(),
                                key)
                        : CheckedOutFile.MACHINE.sign(content.ofMachine(machine), key);
        return response(content, file, key);
    }

    private License seen(Caller caller, LicenseId id, @Nullable FileTerm ttl) {
        License license = licenses.find(caller, id).orElseThrow(Refused::notFound).state();
        boolean withoutEnd = ttl != null && ttl.length() == null;
        if (LicenseAction.checkOut(license, withoutEnd) instanceof LicenseAction.Refused refused) {
            throw new Refused(refused.rule(), refused.why());
        }
        return license;
    }

    private FileContent content(License license, @Nullable FileTerm ttl) {
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

    private static FileResponse response(FileContent content, String file, SigningKey key) {
        return new FileResponse(file, content.issued(), content.expiry(), content.ttl(), key.kid());
    }
}
