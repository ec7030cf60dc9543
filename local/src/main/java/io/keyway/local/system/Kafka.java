package io.keyway.local.system;

import io.keyway.local.data.DataFolder;
import io.keyway.local.process.ProcessSpec;
import io.keyway.local.process.ProcessSpec.Stage;
import io.keyway.local.process.Ready;
import java.util.List;
import java.util.Map;

/** The Kafka broker that the services use. */
public sealed interface Kafka {

    String PROCESS = "kafka";

    /** Bootstrap servers, {@code host:port} separated by commas. */
    String brokers();

    /** Given as {@code KAFKA_BROKERS}: the launcher starts none. */
    record Given(String brokers) implements Kafka {}

    /** Started by the launcher from this module's class path. */
    record Own(int port, int controllerPort, DataFolder data, Images images) implements Kafka {

        private static final int HEAP_MB = 256;

        @Override
        public String brokers() {
            return "127.0.0.1:" + port;
        }

        ProcessSpec process() {
            List<String> arguments =
                    List.of(
                            data.kafka().toString(),
                            String.valueOf(port),
                            String.valueOf(controllerPort));
            return new ProcessSpec(
                    PROCESS,
                    Stage.FOUNDATION,
                    port,
                    port,
                    images.own(PROCESS, Broker.class, arguments, HEAP_MB),
                    Map.of(),
                    new Ready.Line(Broker.READY));
        }
    }
}
