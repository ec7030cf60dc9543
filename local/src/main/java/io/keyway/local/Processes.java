package io.keyway.local;

import io.keyway.local.ProcessSpec.Stage;
import io.keyway.local.store.StandInStore;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs: broker, store, the five services, and what each of them is told. docs/processes.md is
 * the contract; this is its only implementation outside docker-compose.yml.
 */
final class Processes {

    static final String KAFKA = "kafka";
    static final String STORE = "store";
    static final String PARTNER = "partner-service";
    static final String ORDER = "order-service";
    static final String LICENSE = "license-service";
    static final String USAGE = "usage-service";
    static final String GATEWAY = "gateway";

    /** The most each may take for its heap, in MB. */
    private static final Map<String, Integer> HEAP_MB =
            Map.of(
                    KAFKA, 256,
                    STORE, 512,
                    PARTNER, 192,
                    ORDER, 192,
                    LICENSE, 256,
                    USAGE, 256,
                    GATEWAY, 192);

    private static final String CONTROLLER = "kafka-controller";
    private static final String REPLICA_SET = "keyway";
    private static final String VERSION = "0.1.0-SNAPSHOT";

    /**
     * Everything that listens, in the order in which ports are chosen.
     *
     * @param licenseInstances of license-service
     */
    static List<String> portNames(int licenseInstances) {
        List<String> names = new ArrayList<>(List.of(KAFKA, CONTROLLER, STORE));
        List<String> services = new ArrayList<>(List.of(PARTNER, ORDER, LICENSE, USAGE, GATEWAY));
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
    private final DataFolder data;
    private final Images images;
    private final @Nullable Path mongod;

    Processes(
            Settings settings,
            Map<String, Integer> ports,
            Secrets secrets,
            DataFolder data,
            Images images) {
        this.settings = settings;
        this.ports = ports;
        this.secrets = secrets;
        this.data = data;
        this.images = images;
        this.mongod = onPath("mongod");
    }

    List<ProcessSpec> all() {
        List<Supplier<ProcessSpec>> all = new ArrayList<>();
        if (settings.kafkaBrokers() == null) {
            all.add(this::kafka);
        }
        if (settings.mongodbUri() == null) {
            Path installed = mongod;
            all.add(installed == null ? this::standIn : () -> mongod(installed));
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
        // Side by side: after a build each has to be unpacked first.
        return all.parallelStream().map(Supplier::get).toList();
    }

    String kafkaBrokers() {
        String given = settings.kafkaBrokers();
        return given == null ? "127.0.0.1:" + port(KAFKA) : given;
    }

    String mongodbUri() {
        String given = settings.mongodbUri();
        if (given != null) {
            return given;
        }
        String address = "mongodb://127.0.0.1:" + port(STORE);
        return mongod == null
                ? address + "/?uuidRepresentation=standard"
                : address
                        + "/?replicaSet="
                        + REPLICA_SET
                        + "&w=majority&journal=true&retryWrites=true&uuidRepresentation=standard";
    }

    /** For run.json and the greeting: which store the data is in. */
    String store() {
        if (settings.mongodbUri() != null) {
            return "given";
        }
        return mongod == null ? "stand-in" : "mongod";
    }

    String url() {
        return "http://localhost:" + port(GATEWAY);
    }

    private ProcessSpec kafka() {
        Program program =
                images.own(
                        KAFKA,
                        Broker.class,
                        List.of(
                                data.kafka().toString(),
                                String.valueOf(port(KAFKA)),
                                String.valueOf(port(CONTROLLER))),
                        heapMb(KAFKA));
        return new ProcessSpec(
                KAFKA,
                Stage.FOUNDATION,
                port(KAFKA),
                port(KAFKA),
                program,
                Map.of(),
                new Ready.Line(Broker.READY));
    }

    private ProcessSpec standIn() {
        Program program =
                images.own(
                        STORE,
                        StandInStore.class,
                        List.of(data.standIn().toString(), String.valueOf(port(STORE))),
                        heapMb(STORE));
        return new ProcessSpec(
                STORE,
                Stage.FOUNDATION,
                port(STORE),
                port(STORE),
                program,
                Map.of(),
                new Ready.Tcp(port(STORE)));
    }

    private ProcessSpec mongod(Path mongod) {
        List<String> line =
                List.of(
                        mongod.toString(),
                        "--dbpath",
                        data.mongod().toString(),
                        "--bind_ip",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port(STORE)),
                        "--replSet",
                        REPLICA_SET,
                        // By default it would take half of the machine's memory.
                        "--wiredTigerCacheSizeGB",
                        "0.25",
                        "--oplogSize",
                        "256");
        data.mongod().toFile().mkdirs();
        return new ProcessSpec(
                STORE,
                Stage.FOUNDATION,
                port(STORE),
                port(STORE),
                () -> line,
                Map.of(),
                new Ready.Primary(port(STORE), REPLICA_SET));
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

    private ProcessSpec service(String name, String service, Map<String, String> own) {
        Map<String, String> environment = new LinkedHashMap<>(own);
        environment.put("MONGODB_URI", mongodbUri());
        environment.put("KEYWAY_SCOPE_KEY", secrets.scopeKey(service));
        return spring(name, service, Stage.SERVICES, "127.0.0.1", environment);
    }

    private ProcessSpec gateway() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KEYWAY_SCOPE_MASTER_KEY", secrets.scopeMasterKey());
        for (String name : List.of(PARTNER, ORDER, LICENSE, USAGE)) {
            String variable = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
            environment.put(variable, "http://127.0.0.1:" + port(name));
        }
        return spring(GATEWAY, GATEWAY, Stage.GATE, settings.bind(), environment);
    }

    /**
     * @param name of the process
     * @param program whose jar it runs
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
        environment.put("KAFKA_BROKERS", kafkaBrokers());
        environment.put("SPRING_MAIN_BANNER_MODE", "off");
        Path jar =
                settings.home()
                        .resolve(program)
                        .resolve("target")
                        .resolve(program + "-" + VERSION + ".jar");
        return new ProcessSpec(
                name,
                stage,
                port(name),
                managementPort,
                images.ofJar(program, jar, heapMb(program), settings.peak()),
                Map.copyOf(environment),
                new Ready.Http(
                        health(managementPort, "readiness"), health(managementPort, "liveness")));
    }

    private static URI health(int managementPort, String of) {
        return URI.create("http://127.0.0.1:%d/actuator/health/%s".formatted(managementPort, of));
    }

    private int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("No port was chosen for " + name);
        }
        return port;
    }

    private static int heapMb(String name) {
        return HEAP_MB.getOrDefault(name, 256);
    }

    private static String management(String name) {
        return name + "-management";
    }

    private static @Nullable Path onPath(String command) {
        String path = System.getenv("PATH");
        if (path == null) {
            return null;
        }
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
