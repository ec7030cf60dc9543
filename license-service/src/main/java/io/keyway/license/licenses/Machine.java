package io.keyway.license.licenses;

import io.keyway.contracts.id.MachineId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An activated device. Machines are stored in their license, so that one conditional update adds a
 * machine and checks the limit.
 *
 * @param fingerprint how the product identifies the device; unique within the license
 * @param components name → fingerprint of the device's parts; may be empty
 * @param lastHeartbeatAt null until the first ping
 */
public record Machine(
        MachineId id,
        String fingerprint,
        @Nullable String name,
        @Nullable String hostname,
        @Nullable String platform,
        Map<String, String> components,
        Instant activatedAt,
        @Nullable Instant lastHeartbeatAt) {

    public static final int COMPONENTS_MAX = 20;

    /** Machines from before components existed are stored without them. */
    public Machine {
        components = Map.copyOf(Objects.requireNonNullElse(components, Map.of()));
    }

    /** When the last ping came; the activation counts as one. */
    public Instant lastSeenAt() {
        return lastHeartbeatAt == null ? activatedAt : lastHeartbeatAt;
    }

    /** With this as its last heartbeat. */
    public Machine seenAt(Instant now) {
        return new Machine(id, fingerprint, name, hostname, platform, components, activatedAt, now);
    }
}
