package io.keyway.gateway.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * An HTTP/1.1 connector that closes connections whose request line and headers do not arrive within
 * a total time. Tomcat's own timeout starts again with every byte, so a client could hold a
 * connection without end. Such a connection is in the poller and has no thread, so this class
 * checks it from outside. Tomcat creates it by its class name.
 */
public final class SlowConnections extends Http11NioProtocol {

    private static final long LOOK_EVERY_SECONDS = 1;

    private volatile long headNanosMax = Long.MAX_VALUE;

    void headWithin(Duration max) {
        headNanosMax = max.toNanos();
    }

    @Override
    public void start() throws Exception {
        super.start();
        getUtilityExecutor()
                .scheduleWithFixedDelay(
                        this::closeSlow, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void closeSlow() {
        long now = System.nanoTime();
        for (SocketWrapperBase<?> socket : getEndpoint().getConnections()) {
            if (socket.getCurrentProcessor() instanceof AbstractProcessor processor
                    && isTooSlow(processor, now)) {
                socket.close();
            }
        }
    }

    /**
     * Whether the connection has begun a request, is not being processed, and has waited too long
     * for the rest of it.
     */
    private boolean isTooSlow(AbstractProcessor processor, long now) {
        long begun = processor.getRequest().getStartTimeNanos();
        return begun >= 0
                && now - begun > headNanosMax
                && !processor.isAsync()
                && !processor.isUpgrade();
    }
}
