package io.keyway.partner;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** Limits small enough for a test to reach; tests with it share one application context. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@TestPropertySource(
        properties = {
            "keyway.partner.api-keys-max=3",
            "keyway.partner.accounts-max=4",
            "keyway.partner.applications.pending-max=7",
            "keyway.partner.password-hash-wait=30s"
        })
@interface SmallLimits {}
