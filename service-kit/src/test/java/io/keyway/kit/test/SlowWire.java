package io.keyway.kit.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A proxy between a client and its server that transfers nothing while it is stopped. */
public final class SlowWire {

    private final String host;
    private final int port;
    private final String query;
    private final ServerSocket listener;
    private boolean stopped;

    private SlowWire(String host, int port, String query) {
        this.host = host;
        this.port = port;
        this.query = query;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("slow-wire").start(this::listen);
    }

    /**
     * @param uri of a server
     */
    public static SlowWire to(String uri) {
        URI server = URI.create(uri);
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return new SlowWire(server.getHost(), server.getPort(), query);
    }

    /** The server's URI with the address of this proxy. */
    public String uri() {
        return "mongodb://localhost:%d/%s".formatted(listener.getLocalPort(), query);
    }

    public synchronized void stop() {
        stopped = true;
    }

    public synchronized void goOn() {
        stopped = false;
        notifyAll();
    }

    private void listen() {
        while (true) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(host, port);
                carry(client, server);
                carry(server, client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void carry(Socket from, Socket to) {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try (from;
                                    to) {
                                copy(from.getInputStream(), to.getOutputStream());
                            } catch (IOException | InterruptedException ended) {
                                // Either side has closed.
                            }
                        });
    }

    private void copy(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            synchronized (this) {
                while (stopped) {
                    wait();
                }
            }
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
