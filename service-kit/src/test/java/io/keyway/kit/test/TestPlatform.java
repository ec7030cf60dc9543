package io.keyway.kit.test;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.kit.test.queries.QueryGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * Broker and store for the tests of a module: containers where Docker is available, else the
 * embedded broker and the stand-in store. Each context gets a database of its own, and the {@link
 * QueryGuard} checks its queries.
 */
public final class TestPlatform
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final byte[] MASTER_KEY = new byte[32];

    private static final AtomicInteger CONTEXTS = new AtomicInteger();
    private static final boolean DOCKER =
            System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    private static final Broker BROKER = DOCKER ? containerBroker() : embeddedBroker();
    private static final String STORE = DOCKER ? containerStore() : standInStore();

    /** The broker under test, which a test may stop and start again. */
    private record Broker(String servers) {}

    public static String brokers() {
        return BROKER.servers();
    }

    public static String store() {
        return STORE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String service = context.getEnvironment().getProperty("keyway.kit.service", "test-service");
        byte[] key = ScopeAssertion.serviceKey(MASTER_KEY, service);
        int number = CONTEXTS.incrementAndGet();
        Map<String, String> properties = new HashMap<>();
        properties.put("SERVER_PORT", "0");
        properties.put("MANAGEMENT_PORT", "0");
        properties.put("KEYWAY_INSTANCE", service + "-" + number);
        properties.put("KAFKA_BROKERS", brokers());
        properties.put("MONGODB_URI", store());
        properties.put("KEYWAY_SCOPE_KEY", Base64.getEncoder().encodeToString(key));
        properties.put(
                "keyway.kit.database", "test_" + number + "_" + ProcessHandle.current().pid());
        // Each context has its own consumer groups, so that it takes no records from another
        // context.
        String consumers =
                context.getEnvironment().getProperty("spring.cloud.function.definition", "");
        for (String consumer : consumers.split(";")) {
            if (!consumer.isBlank()) {
                properties.put(
                        "spring.cloud.stream.bindings." + consumer + "-in-0.group",
                        "test-" + number + "." + consumer);
            }
        }
        TestPropertyValues.of(properties).applyTo(context);
        MongoClientSettingsBuilderCustomizer watched =
                client -> client.addCommandListener(QueryGuard.OF_ALL_TESTS);
        context.getBeanFactory().registerSingleton("watchedStore", watched);
    }

    private static Broker embeddedBroker() {
        loud("no Docker: tests run on the embedded broker and the stand-in store");
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        return new Broker(broker.getBrokersAsString());
    }

    private static Broker containerBroker() {
        loud("Docker: tests run on containers");
        KafkaContainer broker = new KafkaContainer("apache/kafka:4.2.0");
        broker.start();
        return new Broker(broker.getBootstrapServers());
    }

    private static String standInStore() {
        return "mongodb://localhost:" + new MongoServer(new MemoryBackend()).bind().getPort();
    }

    private static String containerStore() {
        MongoDBContainer store = new MongoDBContainer("mongo:8.0");
        store.start();
        return store.getConnectionString();
    }

    @SuppressWarnings("SystemOut") // Printed, so that it is seen at any log level.
    private static void loud(String message) {
        System.out.println("=== " + message + " ===");
    }
}
