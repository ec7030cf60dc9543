package io.keyway.local.system;

import io.keyway.local.data.DataFolder;
import io.keyway.local.process.ProcessSpec;
import io.keyway.local.process.ProcessSpec.Stage;
import io.keyway.local.process.Ready;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The processes of the system, and the environment that each of them gets: broker, store and the
 * five services. docs/processes.md is the contract; docker-compose.yml implements it too.
 */
public final class Processes {

    static final String PARTNER = "partner-service";
    static final String ORDER = "order-service";
    static final String LICENSE = "license-service";
    static final String USAGE = "usage-service";
    static final String GATEWAY = "gateway";

    /** Those behind the gateway. */
    static final List<String> SERVICES = List.of(PARTNER, ORDER, LICENSE, USAGE);

    /** The largest heap of each, in MB. */
    private static final Map<String, Integer> HEAP_MB =
            Map.of(PARTNER, 192, ORDER, 192, LICENSE, 256, USAGE, 320, GATEWAY, 192);

    private static final String CONTROLLER = "kafka-controller";
    private static final String VERSION = "0.1.0-SNAPSHOT";

    /**
     * Everything that listens, in the order in which ports are chosen.
     *
     * @param licenseInstances number of processes of license-service
     */
    public static List<String> portNames(int licenseInstances) {
        List<String> names = new ArrayList<>(List.of(Kafka.PROCESS, CONTROLLER, Database.PROCESS));
        List<String> services = new ArrayList<>(SERVICES);
        services.add(GATEWAY);
        services.addAll(furtherLicenseServices(licenseInstances));
        services.forEach(service -> names.addAll(List.of(service, management(service))));
        return names;
    }

    /** license-service-2 and so on. */
    private static List<String> furtherLicenseServices(int licenseInstances) {
        return IntStream.rangeClosed(2, licenseInstances)
                .mapToObj(number -> LICENSE + "-" + number)
                .toList();
    }

    private final Settings settings;
    private final Map<String, Integer> ports;
    private final Secrets secrets;
    private final Images images;
    private final Kafka kafka;
    private final Database database;

    /**
     * @param ports by the names of {@link #portNames}
     */
    public Processes(
            Settings settings,
            Map<String, Integer> ports,
            Secrets secrets,
            DataFolder data,
            Images images) {
        this.settings = settings;
        this.ports = ports;
        this.secrets = secrets;
        this.images = images;
        this.kafka =
                settings.kafkaBrokers() == null
                        ? new Kafka.Own(port(Kafka.PROCESS), port(CONTROLLER), data, images)
                        : new Kafka.Given(settings.kafkaBrokers());
        this.database =
                settings.mongodbUri() == null
                        ? Database.own(port(Database.PROCESS), data, images)
                        : new Database.Given(settings.mongodbUri());
    }

    public List<ProcessSpec> all() {
        List<Supplier<ProcessSpec>> all = new ArrayList<>();
        if (kafka instanceof Kafka.Own own) {
            all.add(own::process);
        }
        if (database instanceof Database.Own own) {
            all.add(own::process);
        }
        all.add(
                () ->
                        service(
                                PARTNER,
                                Map.of(
                                        "KEYWAY_ADMIN_EMAIL", settings.adminEmail(),
                                        "KEYWAY_ADMIN_PASSWORD", settings.adminPassword(),
                                        "KEYWAY_AUDIT_KEY", secrets.auditKey())));
        all.add(() -> service(ORDER, Map.of()));
        all.add(() -> service(LICENSE, Map.of("KEYWAY_SIGNING_SECRET", secrets.signingSecret())));
        for (String instance : furtherLicenseServices(settings.licenseInstances())) {
            all.add(() -> furtherLicenseService(instance));
        }
        all.add(() -> service(USAGE, Map.of()));
        all.add(this::gateway);
        // In parallel: after a build each jar has to be unpacked first.
        return all.parallelStream().map(Supplier::get).toList();
    }

    public Kafka kafka() {
        return kafka;
    }

    public Database database() {
        return database;
    }

    /** Address of the gateway. */
    public String url() {
        return "http://localhost:" + port(GATEWAY);
    }

    private ProcessSpec service(String name, Map<String, String> own) {
        return service(name, name, own);
    }

    /** Takes its share of large issuances; the gateway sends requests to the first one only. */
    private ProcessSpec furtherLicenseService(String instance) {
        return service(
                instance,
                LICENSE,
                Map.of(
                        "KEYWAY_SIGNING_SECRET",
                        secrets.signingSecret(),
                        "KEYWAY_INSTANCE",
                        instance));
    }

    /**
     * @param own environment that only this service gets
     */
    private ProcessSpec service(String name, String service, Map<String, String> own) {
        Map<String, String> environment = new LinkedHashMap<>(own);
        environment.put("MONGODB_URI", database.uri());
        environment.put("KEYWAY_SCOPE_KEY", secrets.scopeKey(service));
        return spring(name, service, Stage.SERVICES, "127.0.0.1", environment);
    }

    private ProcessSpec gateway() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KEYWAY_SCOPE_MASTER_KEY", secrets.scopeMasterKey());
        for (String name : SERVICES) {
            String variable = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
            environment.put(variable, "http://127.0.0.1:" + port(name));
        }
        return spring(GATEWAY, GATEWAY, Stage.GATE, settings.bind(), environment);
    }

    /**
     * @param name of the process
     * @param program the module whose jar it runs
     */
    private ProcessSpec spring(
            String name,
            String program,
            Stage stage,
            String address,
            Map<String, String> environment) {
        int managementPort = port(management(name));
        environment.put("SERVER_PORT", String.valueOf(port(name)));
        environment.put("SERVER_ADDRESS", address);
        environment.put("MANAGEMENT_PORT", String.valueOf(managementPort));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("KAFKA_BROKERS", kafka.brokers());
        environment.put("SPRING_MAIN_BANNER_MODE", "off");
        Path jar =
                settings.home()
                        .resolve(program)
                        .resolve("target")
                        .resolve(program + "-" + VERSION + ".jar");
        int heapMb = HEAP_MB.getOrDefault(program, 256);
        return new ProcessSpec(
                name,
                stage,
                port(name),
                managementPort,
                images.ofJar(program, jar, heapMb, settings.peak()),
                Map.copyOf(environment),
                new Ready.Http(
                        health(managementPort, "readiness"), health(managementPort, "liveness")));
    }

    private static URI health(int managementPort, String group) {
        return URI.create(
                "http://127.0.0.1:%d/actuator/health/%s".formatted(managementPort, group));
    }

    private int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("No port was chosen for " + name);
        }
        return port;
    }

    private static String management(String name) {
        return name + "-management";
    }
}
