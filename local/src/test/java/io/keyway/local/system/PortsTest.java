package io.keyway.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.local.output.Refusal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void areAllDifferentAndOutsideTheRangeOfOutgoingConnections() {
        Map<String, Integer> wanted = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            wanted.put("process-" + i, 0);
        }

        Map<String, Integer> ports = Ports.choose(wanted, Map.of());

        assertThat(new HashSet<>(ports.values())).hasSize(100);
        assertThat(ports.values()).allMatch(port -> port >= 20_000 && port < 30_000);
    }

    @Test
    void areTheSameAsAtTheLastStartWhereTheyAreFree() {
        Map<String, Integer> first = Ports.choose(Map.of("kafka", 0, "store", 0), Map.of());

        assertThat(Ports.choose(Map.of("kafka", 0, "store", 0), first)).isEqualTo(first);
    }

    @Test
    void areOtherOnesWhereThoseOfTheLastStartAreTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(Ports.choose(Map.of("kafka", 0), Map.of("kafka", port)).get("kafka"))
                    .isNotEqualTo(port);
        }
    }

    @Test
    void areRefusedWhenTheOneAskedForIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.choose(Map.of("gateway", port), Map.of()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("Port " + port + " is taken")
                    .hasMessageContaining("PORT=");
        }
    }
}
