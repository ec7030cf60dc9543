package io.keyway.local.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A process with Apache Kafka's own broker and controller, configured for one machine. */
public final class Broker {

    /** The line that the broker logs when it takes requests; the launcher waits for it. */
    static final String READY = "Kafka Server started";

    /** Constant, because there is one broker per data folder: "KeywayLocalKafka" in base64. */
    private static final String CLUSTER_ID = "S2V5d2F5TG9jYWxLYWZrYQ";

    private Broker() {}

    /** Runs the broker. Arguments: data folder, port, port of the controller. */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]).toAbsolutePath();
        Path file = data.resolve("server.properties");
        Files.createDirectories(data);
        Files.writeString(
                file,
                text(settings(data, Integer.parseInt(args[1]), Integer.parseInt(args[2]))),
                StandardCharsets.UTF_8);

        String[] format = {"format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", file.toString()};
        if (kafka.tools.StorageTool.execute(format, System.out) != 0) {
            throw new IllegalStateException("The broker's folder cannot be formatted: " + data);
        }
        kafka.Kafka.main(new String[] {file.toString()});
    }

    static Map<String, String> settings(Path data, int port, int controllerPort) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", data.resolve("logs").toString());

        // A topic that no service has declared is a misspelt name.
        settings.put("auto.create.topics.enable", "false");
        // Records and offsets are kept until the data folder is deleted: usage is rebuilt from
        // them, even after a pause of a month.
        settings.put("log.retention.ms", "-1");
        settings.put("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE));

        // One broker cannot replicate, and one machine needs few partitions for internal topics.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // By default, consumers that start together wait three seconds for each other.
        settings.put("group.initial.rebalance.delay.ms", "0");

        // The heap is small; by default the cleaner alone would take 128 MB of it.
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 * 1024 * 1024));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
        return settings;
    }

    private static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
