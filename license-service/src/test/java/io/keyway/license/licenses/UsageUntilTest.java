package io.keyway.license.licenses;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.licenses.LicenseAction.RenewFrom;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From when on usage of a license no longer counts, after everything that can happen to it. */
class UsageUntilTest {

    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MARCH_10 = Instant.parse("2026-03-10T08:00:00Z");
    private static final Instant MARCH_20 = Instant.parse("2026-03-20T08:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2026-03-31T12:00:00Z");
    private static final Instant APRIL_10 = Instant.parse("2026-04-10T08:00:00Z");
    private static final Duration GRACE = Duration.ofDays(7);

    @Test
    void validLicenseWithoutExpiryHasNoEndOfUsage() {
        assertThat(usageUntil(perpetual(UsageAfterEnd.REJECT))).isNull();
    }

    @Test
    void suspendedLicenseEndsUsageWhenItWasSuspended() {
        License suspended = suspend(perpetual(UsageAfterEnd.REJECT), MARCH_10);

        assertThat(usageUntil(suspended)).isEqualTo(MARCH_10);
        assertThat(LicenseAction.suspend(suspended, MARCH_20))
                .isInstanceOf(LicenseAction.Nothing.class);
        assertThat(usageUntil(suspended.with(List.of(), MARCH_20))).isEqualTo(MARCH_10);
        assertThat(usageUntil(suspended.with(suspended.owner(), MARCH_20))).isEqualTo(MARCH_10);
    }

    @Test
    void revokedLicenseEndsUsageWhenItWasRevoked() {
        assertThat(usageUntil(revoke(perpetual(UsageAfterEnd.REJECT), MARCH_10)))
                .isEqualTo(MARCH_10);
    }

    @Test
    void licenseThatWasSuspendedAndThenRevokedEndsUsageWithTheSuspension() {
        License suspended = suspend(perpetual(UsageAfterEnd.REJECT), MARCH_10);

        assertThat(usageUntil(revoke(suspended, MARCH_20))).isEqualTo(MARCH_10);
    }

    @Test
    void subscriptionEndsUsageAtItsExpiryOrAfterItsGrace() {
        assertThat(usageUntil(subscription(null, UsageAfterEnd.REJECT))).isEqualTo(EXPIRY);
        assertThat(usageUntil(subscription(GRACE, UsageAfterEnd.REJECT)))
                .isEqualTo(EXPIRY.plus(GRACE));
    }

    @Test
    void earlierOfSuspensionAndExpiryEndsUsage() {
        License license = subscription(GRACE, UsageAfterEnd.REJECT);

        assertThat(usageUntil(suspend(license, MARCH_10))).isEqualTo(MARCH_10);
        assertThat(usageUntil(suspend(license, APRIL_10))).isEqualTo(EXPIRY.plus(GRACE));
        assertThat(usageUntil(revoke(license, APRIL_10))).isEqualTo(EXPIRY.plus(GRACE));
    }

    @Test
    void reinstatedLicenseEndsUsageAtItsExpiryAgain() {
        License license = subscription(null, UsageAfterEnd.REJECT);
        License reinstated = reinstate(suspend(license, MARCH_10), MARCH_20);

        assertThat(usageUntil(reinstated)).isEqualTo(EXPIRY);
        assertThat(
                        usageUntil(
                                reinstate(
                                        suspend(perpetual(UsageAfterEnd.REJECT), MARCH_10),
                                        EXPIRY)))
                .isNull();
        assertThat(usageUntil(suspend(reinstated, MARCH_20)))
                .as("a new suspension is one of its own")
                .isEqualTo(MARCH_20);
    }

    @Test
    void renewedLicenseEndsUsageAtItsNewExpiry() {
        License license = subscription(GRACE, UsageAfterEnd.REJECT);
        License renewed = done(LicenseAction.renew(license, RenewFrom.EXPIRY, APRIL_10)).license();

        assertThat(usageUntil(renewed)).isEqualTo(EXPIRY.plus(Duration.ofDays(30)).plus(GRACE));
        License suspended = suspend(license, MARCH_10);
        assertThat(
                        usageUntil(
                                done(LicenseAction.renew(suspended, RenewFrom.EXPIRY, MARCH_20))
                                        .license()))
                .as("renewed, but still suspended")
                .isEqualTo(MARCH_10);
    }

    @Test
    void licenseWhosePolicyLetsUsageGoOnHasNoEndOfUsage() {
        License license = subscription(GRACE, UsageAfterEnd.COUNT);

        assertThat(usageUntil(license)).isNull();
        assertThat(usageUntil(suspend(license, MARCH_10))).isNull();
        assertThat(usageUntil(revoke(license, MARCH_10))).isNull();
    }

    @Test
    void anotherPolicyDecidesAnew() {
        License suspended = suspend(subscription(null, UsageAfterEnd.COUNT), MARCH_10);
        LicenseTerms reject = terms(Duration.ofDays(30), null, UsageAfterEnd.REJECT);

        assertThat(usageUntil(suspended.onPolicy(PolicyId.next(), "Other", reject, true, MARCH_20)))
                .isEqualTo(MARCH_10);
    }

    @Test
    void licenseStoredWithoutItsStopStoppedWithItsLastChange() {
        License old =
                license(
                        terms(null, null, UsageAfterEnd.REJECT),
                        LicenseCondition.SUSPENDED,
                        null,
                        MARCH_10);

        assertThat(usageUntil(old)).isEqualTo(MARCH_10);
        assertThat(usageUntil(old.with(List.of(), MARCH_20))).isEqualTo(MARCH_10);
        assertThat(usageUntil(reinstate(old, MARCH_20))).isNull();
    }

    private static @Nullable Instant usageUntil(License license) {
        return license.state().usageUntil();
    }

    private static License suspend(License license, Instant now) {
        return done(LicenseAction.suspend(license, now)).license();
    }

    private static License reinstate(License license, Instant now) {
        return done(LicenseAction.reinstate(license, now)).license();
    }

    private static License revoke(License license, Instant now) {
        return done(LicenseAction.revoke(license, now)).license();
    }

    /** The event of an action carries the state that the action has made. */
    private static LicenseAction.Done done(LicenseAction action) {
        LicenseAction.Done done = (LicenseAction.Done) action;
        assertThat(done.event().licenses()).containsExactly(done.license().state());
        return done;
    }

    private static License perpetual(UsageAfterEnd usageAfterEnd) {
        return license(terms(null, null, usageAfterEnd), LicenseCondition.VALID, null, ISSUED);
    }

    private static License subscription(@Nullable Duration grace, UsageAfterEnd usageAfterEnd) {
        return license(
                terms(Duration.ofDays(30), grace, usageAfterEnd),
                LicenseCondition.VALID,
                EXPIRY,
                ISSUED);
    }

    private static LicenseTerms terms(
            @Nullable Duration duration, @Nullable Duration grace, UsageAfterEnd usageAfterEnd) {
        return new LicenseTerms(
                duration == null ? LicenseType.PERPETUAL : LicenseType.SUBSCRIPTION,
                duration == null ? null : Term.of(duration),
                ExpiresFrom.ISSUE,
                grace,
                null,
                MachineTerms.DEFAULT,
                false,
                null,
                Set.of(),
                TrialRule.ONCE_PER_CUSTOMER,
                false,
                usageAfterEnd);
    }

    private static License license(
            LicenseTerms terms,
            LicenseCondition condition,
            @Nullable Instant expiresAt,
            Instant updatedAt) {
        return new License(
                LicenseId.next(),
                new License.Key("key", "hash", KeyScheme.RANDOM, null),
                new License.Owner(
                        List.of(PartnerId.next()), CustomerId.next(), "A", "a@example.com"),
                new License.Origin(IssuanceId.next(), PartnerId.next(), null, null, ISSUED),
                ProductId.next(),
                "Product",
                PolicyId.next(),
                "Policy",
                LicenseClass.PRIMARY,
                terms,
                condition,
                null,
                new Sale(PaymentStatus.NOT_DUE, null, false, null, null, null, null),
                null,
                expiresAt,
                null,
                List.of(),
                updatedAt);
    }
}
