package io.keyway.contracts.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a rate as it is written in plans and requests into a tariff that can be applied, or finds
 * everything that is wrong with it.
 */
public final class RateReader {

    /** Tiers of a rate at most. */
    public static final int TIERS_MAX = 100;

    private static final int WHOLE_DIGITS_MAX = 9;

    private static final int DECIMALS_MAX = 12;

    private final List<Fault> faults = new ArrayList<>();

    private RateReader() {}

    /**
     * One mistake in a rate.
     *
     * @param field path within the rate
     */
    public record Fault(String field, String reason) {}

    /** The result: a tariff, or the mistakes. */
    public sealed interface Read {
        record Valid(Tariff rate) implements Read {}

        record Invalid(List<Fault> faults) implements Read {}
    }

    public static Read read(Rate written) {
        return new RateReader().convert(written);
    }

    /** The mistakes of a decimal that must not be negative; empty if there are none. */
    public static List<Fault> faultsOf(
            String field, @Nullable BigDecimal decimal, int wholeDigitsMax) {
        if (decimal == null) {
            return List.of(new Fault(field, "is required"));
        }
        if (decimal.signum() < 0) {
            return List.of(new Fault(field, "must not be negative"));
        }
        // Checked before any arithmetic, which would write out a huge exponent.
        boolean fits =
                decimal.signum() == 0
                        || ((long) decimal.precision() - decimal.scale() <= wholeDigitsMax
                                && (decimal.scale() <= DECIMALS_MAX));
        return fits
                ? List.of()
                : List.of(
                        new Fault(
                                field,
                                "must have at most %d digits before and %d after the point"
                                        .formatted(wholeDigitsMax, DECIMALS_MAX)));
    }

    @SuppressWarnings("ConstantValue") // JSON may lack any field.
    private Read convert(Rate written) {
        Currency currency = currency(written.currency());
        BigDecimal included = optional("included", written.included());
        BigDecimal minimum = optional("minimum", written.minimum());
        if (written.model() == null) {
            fault("model", "is required");
            return new Read.Invalid(List.copyOf(faults));
        }
        Price price = price(written);
        return price != null && currency != null && faults.isEmpty()
                ? new Read.Valid(new Tariff(price, included, minimum, currency))
                : new Read.Invalid(List.copyOf(faults));
    }

    private @Nullable Price price(Rate written) {
        return switch (written.model()) {
            case FLAT -> {
                refuseTiers(written);
                refusePackage(written);
                BigDecimal amount = required("unit", written.unit());
                yield amount == null ? null : new Price.Flat(amount);
            }
            case UNIT -> {
                refuseTiers(written);
                refusePackage(written);
                BigDecimal unit = required("unit", written.unit());
                yield unit == null ? null : new Price.PerUnit(unit);
            }
            case PACKAGE -> {
                refuseTiers(written);
                BigDecimal unit = required("unit", written.unit());
                BigDecimal size = required("packageSize", written.packageSize());
                if (size != null && size.signum() == 0) {
                    fault("packageSize", "must be more than zero");
                    yield null;
                }
                yield unit == null || size == null ? null : new Price.PerPackage(unit, size);
            }
            case GRADUATED -> {
                List<Price.Tier> tiers = tiers(written);
                yield tiers == null ? null : new Price.Graduated(tiers);
            }
            case VOLUME -> {
                List<Price.Tier> tiers = tiers(written);
                yield tiers == null ? null : new Price.Volume(tiers);
            }
        };
    }

    private @Nullable List<Price.Tier> tiers(Rate written) {
        refusePackage(written);
        if (written.unit() != null) {
            fault("unit", "belongs into the tiers of this model");
        }
        List<Rate.Tier> given = written.tiers();
        if (given == null || given.isEmpty() || given.size() > TIERS_MAX) {
            fault("tiers", "must be 1 to " + TIERS_MAX);
            return null;
        }
        int before = faults.size();
        List<Price.Tier> tiers = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Rate.Tier tier = given.get(i);
            String field = "tiers[" + i + "]";
            if (tier == null) {
                fault(field, "is required");
                continue;
            }
            if (tier.unit() == null && tier.flat() == null) {
                fault(field, "must have unit, flat or both");
            }
            if (tier.upTo() != null) {
                check(field + ".upTo", tier.upTo());
            }
            tiers.add(
                    new Price.Tier(
                            tier.upTo(),
                            optional(field + ".unit", tier.unit()),
                            optional(field + ".flat", tier.flat())));
        }
        if (faults.size() > before) {
            return null;
        }
        if (!Price.Tier.ordered(tiers)) {
            fault("tiers", "upTo must rise from above zero, and only the last tier has none");
            return null;
        }
        return tiers;
    }

    private void refuseTiers(Rate written) {
        if (written.tiers() != null) {
            fault("tiers", "is not of this model");
        }
    }

    private void refusePackage(Rate written) {
        if (written.packageSize() != null) {
            fault("packageSize", "is not of this model");
        }
    }

    private @Nullable Currency currency(@Nullable String code) {
        if (code == null) {
            fault("currency", "is required");
            return null;
        }
        if (!isCurrency(code)) {
            fault("currency", "must be a code of ISO 4217 like EUR");
            return null;
        }
        return Currency.getInstance(code);
    }

    /** Whether the code is a currency of ISO 4217 with minor units. */
    public static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private @Nullable BigDecimal required(String field, @Nullable BigDecimal decimal) {
        return check(field, decimal) ? decimal : null;
    }

    private BigDecimal optional(String field, @Nullable BigDecimal decimal) {
        return decimal != null && check(field, decimal) ? decimal : BigDecimal.ZERO;
    }

    private boolean check(String field, @Nullable BigDecimal decimal) {
        List<Fault> found = faultsOf(field, decimal, WHOLE_DIGITS_MAX);
        faults.addAll(found);
        return found.isEmpty();
    }

    private void fault(String field, String reason) {
        faults.add(new Fault(field, reason));
    }
}
