package io.keyway.license.checkout;

import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseStatus;
import io.keyway.license.licenses.Machine;
import io.keyway.license.terms.LicenseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON inside a license or machine file: {@code data}, {@code included} and {@code meta}. The
 * property names are those that the open clients of this format read, not those of Keyway's API.
 *
 * @param issued when the file was made
 * @param ttl how long the file is valid, from {@code issued} on; null for a file without end
 */
record FileContent(License license, LicenseStatus status, Instant issued, @Nullable Duration ttl) {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Nullable Instant expiry() {
        return ttl == null ? null : issued.plus(ttl);
    }

    String ofLicense() {
        ObjectNode document = JSON.createObjectNode();
        writeLicense(document.putObject("data"));
        writeEntitlements(document.putArray("included"));
        writeMeta(document.putObject("meta"));
        return JSON.writeValueAsString(document);
    }

    String ofMachine(Machine machine) {
        ObjectNode document = JSON.createObjectNode();
        writeMachine(document.putObject("data"), machine);
        ArrayNode included = document.putArray("included");
        writeLicense(included.addObject());
        writeEntitlements(included);
        writeMeta(document.putObject("meta"));
        return JSON.writeValueAsString(document);
    }

    private void writeMeta(ObjectNode meta) {
        meta.put("issued", MILLIS.format(issued));
        meta.put("expiry", time(expiry()));
        meta.put("ttl", ttl == null ? null : ttl.toSeconds());
    }

    private void writeLicense(ObjectNode data) {
        LicenseTerms terms = license.terms();
        data.put("id", license.id().value()).put("type", "licenses");
        ObjectNode attributes = data.putObject("attributes");
        attributes.put("name", license.productName() + " " + license.policyName());
        attributes.put("key", license.key().value());
        attributes.put("expiry", time(license.expiresAt()));
        attributes.put("status", status.name());
        attributes.put("suspended", status == LicenseStatus.SUSPENDED);
        attributes.put(
                "scheme",
                switch (license.key().scheme()) {
                    case ED25519 -> "ED25519_SIGN";
                    case RANDOM -> null;
                });
        attributes.put("encrypted", false);
        attributes.put("strict", terms.machinesMax() != null);
        attributes.put("floating", terms.floating());
        attributes.put("maxMachines", terms.machinesMax());
        attributes.put("requireHeartbeat", terms.heartbeat() != null);
        attributes
                .putObject("metadata")
                .put("class", license.licenseClass().name().toLowerCase(java.util.Locale.ROOT));
        attributes.put("created", MILLIS.format(license.origin().issuedAt()));
        attributes.put("updated", MILLIS.format(license.updatedAt()));
        ObjectNode relationships = data.putObject("relationships");
        relate(relationships, "account", "accounts", license.vendorId().value());
        relate(relationships, "product", "products", license.productId().value());
        relate(relationships, "policy", "policies", license.policyId().value());
        relate(relationships, "owner", "users", license.owner().customerId().value());
        data.putObject("links").put("self", "/api/v1/licenses/" + license.id());
    }

    private void writeMachine(ObjectNode data, Machine machine) {
        Duration heartbeat = license.terms().heartbeat();
        data.put("id", machine.id().value()).put("type", "machines");
        ObjectNode attributes = data.putObject("attributes");
        attributes.put("fingerprint", machine.fingerprint());
        attributes.put("name", machine.name());
        attributes.put("hostname", machine.hostname());
        attributes.put("platform", machine.platform());
        attributes.put("requireHeartbeat", heartbeat != null);
        attributes.put("heartbeatStatus", heartbeatStatus(machine, heartbeat));
        attributes.put("heartbeatDuration", heartbeat == null ? null : heartbeat.toSeconds());
        attributes.put("lastHeartbeat", time(machine.lastHeartbeatAt()));
        attributes.putObject("metadata");
        attributes.put("created", MILLIS.format(machine.activatedAt()));
        attributes.put("updated", MILLIS.format(machine.activatedAt()));
        ObjectNode relationships = data.putObject("relationships");
        relate(relationships, "account", "accounts", license.vendorId().value());
        relate(relationships, "product", "products", license.productId().value());
        relate(relationships, "license", "licenses", license.id().value());
        data.putObject("links").put("self", "/api/v1/machines/" + machine.id());
    }

    private String heartbeatStatus(Machine machine, @Nullable Duration heartbeat) {
        if (machine.lastHeartbeatAt() == null) {
            return "NOT_STARTED";
        }
        boolean dead =
                heartbeat != null && machine.lastHeartbeatAt().plus(heartbeat).isBefore(issued);
        return dead ? "DEAD" : "ALIVE";
    }

    private void writeEntitlements(ArrayNode included) {
        for (String code : new TreeSet<>(license.terms().entitlements())) {
            ObjectNode entitlement =
                    included.addObject().put("id", code).put("type", "entitlements");
            ObjectNode attributes = entitlement.putObject("attributes");
            attributes.put("name", code).put("code", code);
            attributes.putObject("metadata");
            attributes.put("created", MILLIS.format(license.origin().issuedAt()));
            attributes.put("updated", MILLIS.format(license.origin().issuedAt()));
        }
    }

    private static void relate(ObjectNode relationships, String name, String type, String id) {
        relationships.putObject(name).putObject("data").put("type", type).put("id", id);
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : MILLIS.format(instant);
    }
}
