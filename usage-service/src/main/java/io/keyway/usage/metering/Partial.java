package io.keyway.usage.metering;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;

/**
 * The state of an aggregation over some events. Merging is associative and commutative, so hours,
 * partitions and branches can be summed in any order.
 */
public sealed interface Partial {

    /** Decimal places of an average; every other aggregation is exact. */
    int AVERAGE_SCALE = 12;

    /** The quantity of these events. */
    BigDecimal quantity();

    /**
     * What takes these events back when it is merged.
     *
     * @throws IllegalArgumentException if their quantity depends on the events beside them
     */
    default Partial toTakeBack() {
        return switch (this) {
            case Sum(BigDecimal sum) -> new Sum(sum.negate());
            case Count(long count) -> new Count(-count);
            case Average(BigDecimal sum, long count) -> new Average(sum.negate(), -count);
            case Max _, Min _, Latest _, UniqueCount _ ->
                    throw new IllegalArgumentException(this + " cannot be taken back");
        };
    }

    record Sum(BigDecimal sum) implements Partial {
        @Override
        public BigDecimal quantity() {
            return sum;
        }
    }

    record Count(long count) implements Partial {
        @Override
        public BigDecimal quantity() {
            return BigDecimal.valueOf(count);
        }
    }

    /** The sum and number of events; nothing is left of it when all of them are taken back. */
    record Average(BigDecimal sum, long count) implements Partial {
        @Override
        public BigDecimal quantity() {
            return count == 0
                    ? BigDecimal.ZERO
                    : sum.divide(BigDecimal.valueOf(count), AVERAGE_SCALE, RoundingMode.HALF_UP);
        }
    }

    record Max(BigDecimal max) implements Partial {
        @Override
        public BigDecimal quantity() {
            return max;
        }
    }

    record Min(BigDecimal min) implements Partial {
        @Override
        public BigDecimal quantity() {
            return min;
        }
    }

    /**
     * Events with the same time are ordered by partition and offset, so that the result does not
     * depend on the order of merging.
     */
    record Latest(Instant time, int partition, long offset, BigDecimal value) implements Partial {

        private static final Comparator<Latest> ORDER =
                Comparator.comparing(Latest::time)
                        .thenComparing(Latest::partition)
                        .thenComparing(Latest::offset);

        @Override
        public BigDecimal quantity() {
            return value;
        }
    }

    record UniqueCount(DistinctCounter uniques) implements Partial {
        @Override
        public BigDecimal quantity() {
            return BigDecimal.valueOf(uniques.count());
        }
    }

    /**
     * @throws IllegalArgumentException if the other is of another aggregation
     */
    default Partial merge(Partial other) {
        return switch (this) {
            case Sum a when other instanceof Sum b -> new Sum(a.sum.add(b.sum));
            case Count a when other instanceof Count b ->
                    new Count(Math.addExact(a.count, b.count));
            case Average a when other instanceof Average b ->
                    new Average(a.sum.add(b.sum), Math.addExact(a.count, b.count));
            case Max a when other instanceof Max b -> new Max(a.max.max(b.max));
            case Min a when other instanceof Min b -> new Min(a.min.min(b.min));
            case Latest a when other instanceof Latest b -> Latest.ORDER.compare(a, b) >= 0 ? a : b;
            case UniqueCount a when other instanceof UniqueCount b ->
                    new UniqueCount(a.uniques.union(b.uniques));
            case Partial a ->
                    throw new IllegalArgumentException("cannot merge " + a + " with " + other);
        };
    }
}
