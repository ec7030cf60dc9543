package io.keyway.local.store;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.keyway.local.process.OwnProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** The stand-in in a process of its own, which can be killed and restarted on its file. */
final class StoreProcess implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final OwnProcess process;
    private final MongoClient client;

    private StoreProcess(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process =
                OwnProcess.start(
                        folder.resolve("store.log"),
                        StandInStore.class,
                        file().toString(),
                        String.valueOf(port));
        await().atMost(START_MAX).until(this::answers);
        this.client =
                MongoClients.create(
                        "mongodb://127.0.0.1:%d/?retryWrites=false&serverSelectionTimeoutMS=2000"
                                .formatted(port));
    }

    static StoreProcess start(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            return new StoreProcess(folder, port);
        }
    }

    StoreProcess startAgain() throws IOException {
        return new StoreProcess(folder, port);
    }

    MongoClient client() {
        return client;
    }

    Path file() {
        return folder.resolve("store.mv.db");
    }

    OwnProcess process() {
        return process;
    }

    void kill() throws InterruptedException {
        process.kill();
        client.close();
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        process.close();
    }

    private boolean answers() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
