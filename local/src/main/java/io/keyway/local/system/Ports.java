package io.keyway.local.system;

import io.keyway.local.output.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses a free port for everything that has no configured one. */
public final class Ports {

    /**
     * Below the range that systems use for outgoing connections: no connection may take the port of
     * a service while it restarts.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 29_999;

    private static final int TRIES_MAX = 1_000;

    private final Set<Integer> taken = new HashSet<>();

    /**
     * Chooses the ports.
     *
     * @param wanted by name; 0 for any
     * @param previous those of the last start, used again where they are free
     */
    public static Map<String, Integer> choose(
            Map<String, Integer> wanted, Map<String, Integer> previous) {
        Ports ports = new Ports();
        Map<String, Integer> chosen = new LinkedHashMap<>();
        wanted.forEach(
                (name, port) -> {
                    if (port != 0) {
                        chosen.put(name, ports.exactly(name, port));
                    }
                });
        wanted.forEach(
                (name, port) -> {
                    if (port == 0) {
                        chosen.put(name, ports.any(previous.getOrDefault(name, 0)));
                    }
                });
        return chosen;
    }

    private int exactly(String name, int port) {
        if (!taken.add(port) || !isFree(port)) {
            throw new Refusal(
                    "Port %d is taken. Choose another one for %s, for example %s=%d bin/run"
                            .formatted(port, name, Settings.variable(name), port + 1));
        }
        return port;
    }

    private int any(int previous) {
        if (previous != 0 && !taken.contains(previous) && isFree(previous)) {
            taken.add(previous);
            return previous;
        }
        for (int i = 0; i < TRIES_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new Refusal("No free port from " + FIRST + " to " + LAST);
    }

    /** Checks every address and loopback: some systems allow both to be bound to one port. */
    static boolean isFree(int port) {
        return isFree(new InetSocketAddress(port))
                && isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean isFree(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
