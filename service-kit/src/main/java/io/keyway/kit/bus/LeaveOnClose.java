package io.keyway.kit.bus;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that leaves its group when it is closed. A static member stays in it otherwise, which
 * is what brings a killed instance its partitions back at once; but one that stops in order may be
 * replaced by one of another name, and nobody would read its partitions until its session ends.
 */
final class LeaveOnClose {

    private LeaveOnClose() {}

    @SuppressWarnings("unchecked")
    static <K, V> Consumer<K, V> of(Consumer<K, V> consumer) {
        return (Consumer<K, V>)
                Proxy.newProxyInstance(
                        LeaveOnClose.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    // The container unsubscribes before it closes. A static member
                                    // does not leave by that, but forgets that it is one, and
                                    // could not leave any more. Closing gives its partitions back
                                    // as well.
                                    case "unsubscribe" -> null;
                                    case "close" -> {
                                        consumer.close(leaving(arguments));
                                        yield null;
                                    }
                                    default -> invoke(consumer, method, arguments);
                                });
    }

    private static CloseOptions leaving(@Nullable Object @Nullable [] arguments) {
        CloseOptions options =
                CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
        if (arguments == null || arguments.length == 0) {
            return options;
        }
        return switch (arguments[0]) {
            case Duration timeout -> options.withTimeout(timeout);
            case CloseOptions given -> given.timeout().map(options::withTimeout).orElse(options);
            case null, default -> options;
        };
    }

    private static @Nullable Object invoke(
            Consumer<?, ?> consumer, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
