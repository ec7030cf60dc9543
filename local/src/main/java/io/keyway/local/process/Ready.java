package io.keyway.local.process;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.bson.Document;

/** How the launcher finds out that a process is ready. */
public sealed interface Ready {

    int TIMEOUT_MILLIS = 1_000;

    /**
     * Its health endpoints answer 200.
     *
     * @param readiness while it takes requests
     * @param liveness unless it must be restarted
     */
    record Http(URI readiness, URI liveness) implements Ready {

        private static final int LIVENESS_TIMEOUT_MILLIS = 10_000;

        boolean now() {
            return answers(readiness, TIMEOUT_MILLIS);
        }

        /** Has a long timeout: a process that is only slow must not be restarted. */
        boolean isAlive() {
            return answers(liveness, LIVENESS_TIMEOUT_MILLIS);
        }

        private static boolean answers(URI address, int timeoutMillis) {
            try {
                HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(timeoutMillis);
                connection.setReadTimeout(timeoutMillis);
                try {
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** It accepts connections. */
    record Tcp(int port) implements Ready {

        boolean now() {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        TIMEOUT_MILLIS);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** It prints a line that contains this text. */
    record Line(String text) implements Ready {}

    /** A mongod is the primary of its replica set of one. Initiates the set at the first start. */
    record Primary(int port, String replicaSet) implements Ready {

        private static final int ALREADY_INITIALIZED = 23;

        boolean now() {
            if (!new Tcp(port).now()) {
                return false;
            }
            String address = "127.0.0.1:" + port;
            try (MongoClient client =
                    MongoClients.create(
                            "mongodb://%s/?directConnection=true&serverSelectionTimeoutMS=%d"
                                    .formatted(address, TIMEOUT_MILLIS))) {
                Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
                if (!hello.containsKey("setName")) {
                    initiate(client, address);
                }
                return hello.getBoolean("isWritablePrimary", false);
            } catch (MongoException e) {
                return false;
            }
        }

        /** Needed too when the port has changed: mongod then does not find itself in the set. */
        private void initiate(MongoClient client, String address) {
            Document set =
                    new Document("_id", replicaSet)
                            .append("version", 1)
                            .append("protocolVersion", 1L)
                            .append(
                                    "members",
                                    List.of(new Document("_id", 0).append("host", address)));
            MongoDatabase admin = client.getDatabase("admin");
            try {
                admin.runCommand(new Document("replSetInitiate", set));
            } catch (MongoCommandException e) {
                if (e.getErrorCode() != ALREADY_INITIALIZED) {
                    throw e;
                }
                admin.runCommand(new Document("replSetReconfig", set).append("force", true));
            }
        }
    }
}
