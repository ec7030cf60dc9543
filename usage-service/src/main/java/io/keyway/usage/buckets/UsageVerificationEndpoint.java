package io.keyway.usage.buckets;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Verifies buckets, on the management port: {@code GET /actuator/usageverification} compares them
 * with the journals, {@code POST} repairs them.
 */
@Endpoint(id = "usageverification")
final class UsageVerificationEndpoint {

    private final VerifyBuckets verifyBuckets;

    UsageVerificationEndpoint(VerifyBuckets verifyBuckets) {
        this.verifyBuckets = verifyBuckets;
    }

    @ReadOperation
    VerifyBuckets.Report verify() {
        return verifyBuckets.verify();
    }

    @WriteOperation
    VerifyBuckets.Report repair() {
        return verifyBuckets.repair();
    }
}
