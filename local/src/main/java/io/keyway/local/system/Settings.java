package io.keyway.local.system;

import io.keyway.local.output.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings from the environment and the command line; the README of this module lists them.
 *
 * @param home the checkout, which contains the services' jars
 * @param data folder that keeps everything between two starts
 * @param bind address of the gateway; everything else listens on loopback only
 * @param ports wanted ports by process name; 0 or none for a free one
 * @param kafkaBrokers an existing broker to use; null to start one
 * @param mongodbUri an existing store to use; null to start one
 * @param sample play the sample network at the first start
 * @param training when to train the start-up caches
 * @param licenseInstances number of processes of license-service
 * @param peak run the services with both compilers, as a benchmark must
 * @param without a service that is not started, because it is run by hand; null to start all
 * @param verbose show every line of every process, not only warnings
 */
public record Settings(
        Path home,
        Path data,
        String bind,
        Map<String, Integer> ports,
        @Nullable String kafkaBrokers,
        @Nullable String mongodbUri,
        String adminEmail,
        String adminPassword,
        boolean sample,
        Training training,
        int licenseInstances,
        boolean peak,
        @Nullable String without,
        boolean verbose) {

    /** When the start-up caches are made. */
    public enum Training {
        /** Once the system is ready, at low priority. */
        IN_BACKGROUND,
        /** At once, without starting the system: ends when the caches are made. */
        ONLY,
        NEVER
    }

    static final int GATEWAY_PORT = 8080;
    static final int LICENSE_INSTANCES_MAX = 4;
    static final String ADMIN_EMAIL = "admin@keyway.local";
    static final String ADMIN_PASSWORD = "keyway-local";

    public static final String USAGE =
            """
            usage: bin/run [--no-sample] [--no-train] [--train] [--verbose] [--help]

              --no-sample  do not play the sample network at the first start
              --no-train   do not train the start-up caches in the background
              --train      train the start-up caches now, start nothing
              --verbose    show every line of every process, not only warnings

            PORT (8080)          port of the gateway; 0 takes a free one
            KEYWAY_DATA (data)   folder that keeps everything between two starts
            KAFKA_BROKERS        use this broker instead of starting one
            MONGODB_URI          use this store instead of starting one

            More settings: local/README.md
            """;

    public static Settings from(Map<String, String> environment, List<String> arguments) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        int licenseInstances = licenseInstances(environment);
        for (String name : Processes.portNames(licenseInstances)) {
            ports.put(name, port(environment, variable(name), 0));
        }
        ports.put(Processes.GATEWAY, port(environment, "PORT", GATEWAY_PORT));

        boolean sample = true;
        boolean verbose = false;
        Training training = Training.IN_BACKGROUND;
        for (String argument : arguments) {
            switch (argument) {
                case "--no-sample" -> sample = false;
                case "--no-train" -> training = Training.NEVER;
                case "--train" -> training = Training.ONLY;
                case "--verbose" -> verbose = true;
                default -> throw new Refusal("Unknown option " + argument + "\n\n" + USAGE);
            }
        }
        return new Settings(
                Path.of(text(environment, "KEYWAY_HOME", ".")).toAbsolutePath().normalize(),
                Path.of(text(environment, "KEYWAY_DATA", "data")).toAbsolutePath().normalize(),
                text(environment, "KEYWAY_BIND", "127.0.0.1"),
                Map.copyOf(ports),
                given(environment, "KAFKA_BROKERS"),
                given(environment, "MONGODB_URI"),
                text(environment, "KEYWAY_ADMIN_EMAIL", ADMIN_EMAIL),
                text(environment, "KEYWAY_ADMIN_PASSWORD", ADMIN_PASSWORD),
                sample,
                training,
                licenseInstances,
                Boolean.parseBoolean(text(environment, "KEYWAY_PEAK", "false")),
                without(environment),
                verbose);
    }

    /** The password to print: only the default one, which is public anyway. */
    public String shownPassword() {
        return adminPassword.equals(ADMIN_PASSWORD) ? adminPassword : "(as set)";
    }

    /** The same programs with an own broker and store in the folder, for training. */
    public Settings withOwnBrokerAndStore(Path folder) {
        return new Settings(
                home,
                folder,
                "127.0.0.1",
                Map.of(),
                null,
                null,
                adminEmail,
                adminPassword,
                false,
                Training.NEVER,
                1,
                peak,
                null,
                false);
    }

    /**
     * The environment variable with the port of a process, such as {@code
     * KEYWAY_ORDER_SERVICE_PORT}.
     */
    static String variable(String name) {
        return name.equals(Processes.GATEWAY)
                ? "PORT"
                : "KEYWAY_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_PORT";
    }

    private static int licenseInstances(Map<String, String> environment) {
        String value = text(environment, "KEYWAY_LICENSE_INSTANCES", "1");
        if (!value.matches("[1-" + LICENSE_INSTANCES_MAX + "]")) {
            throw new Refusal(
                    "KEYWAY_LICENSE_INSTANCES must be a number from 1 to %d, not %s"
                            .formatted(LICENSE_INSTANCES_MAX, value));
        }
        return Integer.parseInt(value);
    }

    private static @Nullable String without(Map<String, String> environment) {
        String service = given(environment, "KEYWAY_WITHOUT");
        if (service != null && !Processes.SERVICES.contains(service)) {
            throw new Refusal(
                    "KEYWAY_WITHOUT must be one of %s, not %s"
                            .formatted(String.join(", ", Processes.SERVICES), service));
        }
        return service;
    }

    private static int port(Map<String, String> environment, String key, int otherwise) {
        String value = given(environment, key);
        if (value == null) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw new Refusal(key + " must be a port number from 0 to 65535, not \"" + value + "\"");
    }

    private static String text(Map<String, String> environment, String key, String otherwise) {
        String value = given(environment, key);
        return value == null ? otherwise : value;
    }

    private static @Nullable String given(Map<String, String> environment, String key) {
        String value = environment.get(key);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
