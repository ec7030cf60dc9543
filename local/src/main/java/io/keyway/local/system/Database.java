package io.keyway.local.system;

import io.keyway.local.data.DataFolder;
import io.keyway.local.process.ProcessSpec;
import io.keyway.local.process.ProcessSpec.Stage;
import io.keyway.local.process.Ready;
import io.keyway.local.store.StandInStore;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The database that the services use. */
public sealed interface Database {

    String PROCESS = "store";

    /** As the MongoDB driver takes it. */
    String uri();

    /** As run.json names it: given, mongod or stand-in. */
    String kind();

    /** For the greeting. */
    String description();

    /** Given as {@code MONGODB_URI}: the launcher starts none. */
    record Given(String uri) implements Database {

        @Override
        public String kind() {
            return "given";
        }

        @Override
        public String description() {
            return "the one that MONGODB_URI names";
        }
    }

    /** Started by the launcher. */
    sealed interface Own extends Database {

        ProcessSpec process();
    }

    /** An installed mongod, as a replica set of one. */
    record Mongod(Path executable, Path folder, int port) implements Own {

        private static final String REPLICA_SET = "keyway";

        @Override
        public String uri() {
            return "mongodb://127.0.0.1:%d/?replicaSet=%s&w=majority&journal=true&retryWrites=true&uuidRepresentation=standard"
                    .formatted(port, REPLICA_SET);
        }

        @Override
        public String kind() {
            return "mongod";
        }

        @Override
        public String description() {
            return "mongod, a replica set of one";
        }

        @Override
        public ProcessSpec process() {
            List<String> line =
                    List.of(
                            executable.toString(),
                            "--dbpath",
                            folder.toString(),
                            "--bind_ip",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(port),
                            "--replSet",
                            REPLICA_SET,
                            // By default it would take half of the machine's memory.
                            "--wiredTigerCacheSizeGB",
                            "0.25",
                            "--oplogSize",
                            "256");
            folder.toFile().mkdirs();
            return new ProcessSpec(
                    PROCESS,
                    Stage.FOUNDATION,
                    port,
                    port,
                    () -> line,
                    Map.of(),
                    new Ready.Primary(port, REPLICA_SET));
        }
    }

    /** The stand-in for MongoDB, where no mongod is installed. */
    record StandIn(Path file, int port, Images images) implements Own {

        private static final int HEAP_MB = 512;

        @Override
        public String uri() {
            return "mongodb://127.0.0.1:%d/?uuidRepresentation=standard".formatted(port);
        }

        @Override
        public String kind() {
            return "stand-in";
        }

        @Override
        public String description() {
            return "a stand-in for MongoDB, for one machine only (install mongod or set MONGODB_URI)";
        }

        @Override
        public ProcessSpec process() {
            List<String> arguments = List.of(file.toString(), String.valueOf(port));
            return new ProcessSpec(
                    PROCESS,
                    Stage.FOUNDATION,
                    port,
                    port,
                    images.own(PROCESS, StandInStore.class, arguments, HEAP_MB),
                    Map.of(),
                    new Ready.Tcp(port));
        }
    }

    /** An own database: mongod if it is on the PATH, else the stand-in. */
    static Own own(int port, DataFolder data, Images images) {
        return mongodOnPath()
                .<Own>map(executable -> new Mongod(executable, data.mongod(), port))
                .orElseGet(() -> new StandIn(data.standIn(), port, images));
    }

    private static Optional<Path> mongodOnPath() {
        String path = System.getenv("PATH");
        return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mongod"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
