package io.keyway.contracts.rating;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a billable quantity becomes an amount. Prices are in major units of the rate's currency. */
public sealed interface Price {

    /** The same amount for any quantity, zero included. */
    record Flat(BigDecimal amount) implements Price {}

    /** One price per unit. */
    record PerUnit(BigDecimal unit) implements Price {}

    /** Each tier prices the part of the quantity that lies in it. */
    record Graduated(List<Tier> tiers) implements Price {
        public Graduated {
            tiers = Tier.checked(tiers);
        }
    }

    /** The tier that contains the whole quantity prices all of it. */
    record Volume(List<Tier> tiers) implements Price {
        public Volume {
            tiers = Tier.checked(tiers);
        }
    }

    /** A price per started package of {@code size} units. */
    record PerPackage(BigDecimal unit, BigDecimal size) implements Price {
        public PerPackage {
            if (size.signum() <= 0) {
                throw new IllegalArgumentException("a package holds more than nothing");
            }
        }
    }

    /**
     * A tier of a price.
     *
     * @param upTo the last quantity of the tier, inclusive; null for the last tier, which has no
     *     end
     * @param unit the price per unit within the tier
     * @param flat charged once when the tier is reached; the first tier is always reached
     */
    record Tier(@Nullable BigDecimal upTo, BigDecimal unit, BigDecimal flat) {

        private static List<Tier> checked(List<Tier> tiers) {
            if (!ordered(tiers)) {
                throw new IllegalArgumentException("tiers rise, and only the last is open");
            }
            return List.copyOf(tiers);
        }

        /**
         * Whether the bounds rise strictly from above zero, and only the last tier has no bound.
         */
        static boolean ordered(List<Tier> tiers) {
            BigDecimal last = BigDecimal.ZERO;
            for (int i = 0; i < tiers.size(); i++) {
                BigDecimal upTo = tiers.get(i).upTo();
                if (i == tiers.size() - 1) {
                    return upTo == null;
                }
                if (upTo == null || upTo.compareTo(last) <= 0) {
                    return false;
                }
                last = upTo;
            }
            return false;
        }
    }
}
