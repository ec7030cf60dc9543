package io.keyway.license;

import io.keyway.kit.test.KeywayTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * License-service on the test platform, with the events that it publishes. All such tests share one
 * context.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@KeywayTest
@Import({PublishedEvents.class, Market.Markets.class})
@TestPropertySource(
        properties = {
            "keyway.license.signing-secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "keyway.license.issuance.facts-wait=2s",
            "keyway.license.issuance.chunk-size=250",
            "keyway.license.issuance.quantity-max=100000",
            "keyway.license.issuance.sweep-every=300ms",
            "keyway.license.returns.revoked-at-once=20",
            "keyway.license.returns.sweep-every=300ms",
            "keyway.license.batches.rows-max=1000",
            "keyway.license.batches.running-max=5",
            "keyway.license.batches.step-within=1s",
            "keyway.license.batches.lease=2s",
            "keyway.license.batches.sweep-every=100ms",
            "keyway.license.batches.retry-after=200ms"
        })
public @interface LicenseServiceTest {}
