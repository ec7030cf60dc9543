package io.keyway.license.licenses;

import io.keyway.contracts.id.MachineId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An activated device. It lives inside its license, so that the limit on machines is decided by the
 * same conditional update that adds one.
 *
 * @param fingerprint what the product knows the device by; unique within the license
 * @param components name → fingerprint of what the device is made of; may be empty
 * @param lastHeartbeatAt absent until the first ping
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

    /** A machine from before there were components has none. */
    public Machine {
        components = Map.copyOf(Objects.requireNonNullElse(components, Map.of()));
    }

    /** When it was heard of last; its activation counts. */
    public Instant lastHeardAt() {
        return lastHeartbeatAt == null ? activatedAt : lastHeartbeatAt;
    }

    public Machine heardAt(Instant now) {
        return new Machine(id, fingerprint, name, hostname, platform, components, activatedAt, now);
    }
}
