package io.keyway.gateway.routes;

import io.keyway.gateway.GatewayProperties;
import java.net.URI;
import java.util.Locale;

/** The services behind the gateway. */
public enum Service {
    PARTNER_SERVICE,
    ORDER_SERVICE,
    LICENSE_SERVICE,
    USAGE_SERVICE;

    /** The name of the service, which is the audience of its assertions. */
    public String serviceName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public URI uri(GatewayProperties.Services services) {
        return switch (this) {
            case PARTNER_SERVICE -> services.partnerService();
            case ORDER_SERVICE -> services.orderService();
            case LICENSE_SERVICE -> services.licenseService();
            case USAGE_SERVICE -> services.usageService();
        };
    }
}
