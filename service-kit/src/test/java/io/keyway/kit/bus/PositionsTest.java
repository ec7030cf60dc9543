package io.keyway.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.CustomerId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PositionsTest {

    @Test
    void computesThePartitionOfAKeyAsProducersDo() {
        for (int i = 0; i < 100; i++) {
            String key = CustomerId.next().value();
            assertThat(Positions.partitionOf(key, 12))
                    .isEqualTo(
                            BuiltInPartitioner.partitionForKey(
                                    key.getBytes(StandardCharsets.UTF_8), 12));
        }
    }

    @Test
    void onlyThePartitionOfTheKeyMustBeConsumed() {
        String key = CustomerId.next().value();
        int partition = Positions.partitionOf(key, 2);
        Map<Integer, Long> ends = Map.of(0, 5L, 1, 5L);
        Positions own = new Positions(ends, Map.of(partition, 5L, 1 - partition, 4L));
        assertThat(own.hasConsumed(key)).isTrue();
        assertThat(own.hasConsumedAll()).isFalse();
        Positions other = new Positions(ends, Map.of(partition, 4L, 1 - partition, 5L));
        assertThat(other.hasConsumed(key)).isFalse();
    }

    @Test
    void anUnreadPartitionCountsAsConsumedOnlyWhileItIsEmpty() {
        assertThat(new Positions(Map.of(0, 0L), Map.of()).hasConsumedAll()).isTrue();
        assertThat(new Positions(Map.of(0, 1L), Map.of()).hasConsumedAll()).isFalse();
    }
}
