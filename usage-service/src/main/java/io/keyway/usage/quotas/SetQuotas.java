package io.keyway.usage.quotas;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sets, changes and deletes quotas. What is included is a term of sale as plans are, so who may
 * make plans ({@code manage_plans}) sets quotas too: vendors, distributors, and resellers with
 * plans of their own. A partner limits what is below it, never itself, and changes what it or a
 * partner below it has set.
 */
@Component
class SetQuotas {

    /** Those whose quantity never falls while a month goes on, unless values are negative. */
    private static final Set<Aggregation> GROWING =
            EnumSet.of(
                    Aggregation.SUM, Aggregation.COUNT, Aggregation.MAX, Aggregation.UNIQUE_COUNT);

    private final Quotas quotas;
    private final CheckQuotas checkQuotas;
    private final Balances balances;
    private final Subjects subjects;
    private final Meters meters;
    private final Clock clock;

    SetQuotas(
            Quotas quotas,
            CheckQuotas checkQuotas,
            Balances balances,
            Subjects subjects,
            Meters meters,
            Clock clock) {
        this.quotas = quotas;
        this.checkQuotas = checkQuotas;
        this.balances = balances;
        this.subjects = subjects;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * A quota to set. Exactly one of {@code licenseId}, {@code customerId} and {@code partnerId} is
     * required.
     *
     * @param meter code of a meter of the vendor that aggregates with {@code sum}, {@code count},
     *     {@code max} or {@code unique_count} and is not archived
     * @param licenseId for the usage of a license
     * @param customerId for the usage of all licenses of a customer
     * @param partnerId for the usage of the whole branch of a partner
     * @param included what each month includes, in the meter's unit; a decimal string above 0 with
     *     at most 18 digits before the point and 12 after it
     * @param limit {@code soft} or {@code hard}: when it is used up, {@code hard} tells products to
     *     stop
     * @param thresholds percents of {@code included} whose reaching is told, ascending, each from 1
     *     to 1000, at most 10; default 80 and 100
     */
    record NewQuota(
            @NotBlank @Size(max = 64) String meter,
            @Nullable LicenseId licenseId,
            @Nullable CustomerId customerId,
            @Nullable PartnerId partnerId,
            @NotNull @Positive @Digits(integer = 18, fraction = 12) BigDecimal included,
            @NotNull Quota.Limit limit,
            @Size(max = QuotaEdit.THRESHOLDS_MAX)
                    @Nullable List<@NotNull @Min(1) @Max(1000) Integer> thresholds) {

        private QuotaEdit terms() {
            return new QuotaEdit(
                            included,
                            limit,
                            Objects.requireNonNullElse(thresholds, QuotaEdit.THRESHOLDS))
                    .checked();
        }
    }

    /**
     * @return the quota, after its first check
     */
    Stored<Quota> set(Caller caller, QuotaId id, NewQuota request) {
        PartnerId setter = manager(caller);
        Subject subject =
                subjects.find(
                        caller, request.licenseId(), request.customerId(), request.partnerId());
        requireBelow(caller, subject);
        QuotaEdit terms = request.terms();
        DefinedMeter meter = limitable(subject, request.meter());
        Instant now = clock.instant();
        Quota quota =
                new Quota(
                        id,
                        subject,
                        Quota.key(subject.idOf(), meter.id()),
                        meter.id(),
                        request.meter(),
                        terms.included(),
                        terms.limit(),
                        terms.thresholds(),
                        setter,
                        now,
                        null,
                        now);
        return checked(
                quotas.insert(quota)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                ProblemCode.ALREADY_EXISTS,
                                                "It has a quota of this meter.")));
    }

    /**
     * @return the quota, checked again if it has changed
     */
    Stored<Quota> change(Caller caller, QuotaId id, Function<Stored<Quota>, QuotaEdit> edit) {
        changeable(caller, id);
        return checked(
                quotas.change(
                                id,
                                stored -> {
                                    QuotaEdit terms = edit.apply(stored).checked();
                                    return terms.equals(QuotaEdit.of(stored.state()))
                                            ? Decision.keep()
                                            : Decision.change(
                                                    stored.state().with(terms, clock.instant()));
                                })
                        .orElseThrow(Refused::notFound));
    }

    /**
     * @return false if it was changed since it was read
     */
    boolean delete(Stored<Quota> quota) {
        boolean deleted = quotas.delete(quota);
        balances.forget(quota.state());
        return deleted;
    }

    /** The quota, if the caller sees its subject as it is now. */
    Stored<Quota> seen(Caller caller, QuotaId id) {
        Stored<Quota> quota = quotas.load(id).orElseThrow(Refused::notFound);
        subjects.find(caller, quota.state().subject());
        return quota;
    }

    /** The quota, if the caller may change it. */
    Stored<Quota> changeable(Caller caller, QuotaId id) {
        PartnerId manager = manager(caller);
        Stored<Quota> quota = seen(caller, id);
        requireBelow(caller, quota.state().subject());
        if (!quota.state().mayBeChangedBy(manager)) {
            throw new Refused(ProblemCode.FORBIDDEN, "A partner above has set it.");
        }
        return quota;
    }

    private Stored<Quota> checked(Stored<Quota> quota) {
        Stored<Quota> checked =
                quota.state().uncheckedSince() == null ? quota : checkQuotas.atOnce(quota);
        balances.forget(checked.state());
        return checked;
    }

    private static PartnerId manager(Caller caller) {
        PartnerId partner = caller.partnerId();
        if (partner == null || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return partner;
    }

    private static void requireBelow(Caller caller, Subject subject) {
        PartnerId limited = subject.asPartner();
        if (limited != null && limited.equals(caller.partnerId())) {
            throw new Refused(ProblemCode.FORBIDDEN, "Its quota is set by a partner above.");
        }
    }

    private DefinedMeter limitable(Subject subject, String code) {
        DefinedMeter meter =
                meters.definedNow(subject.vendor()).stream()
                        .filter(defined -> defined.meter().code().equals(code))
                        .findFirst()
                        .orElseThrow(Refused::notFound);
        if (!meter.counts()) {
            throw Refused.invalid("meter", "is archived").get();
        }
        if (!GROWING.contains(meter.meter().aggregation())) {
            throw Refused.invalid("meter", "must aggregate with sum, count, max or unique_count")
                    .get();
        }
        return meter;
    }
}
