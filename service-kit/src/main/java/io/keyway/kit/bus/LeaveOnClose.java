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
 * A Kafka consumer that leaves its group when it is closed. By default a static member stays in the
 * group: that gives a killed instance its partitions back at once. But an instance that is stopped
 * in order may be replaced by one with another name, and its partitions would stay unread until the
 * session times out.
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
                                    // The container unsubscribes before it closes. That does not
                                    // remove a static member from the group, but it discards the
                                    // member id, which leaving needs. Closing releases the
                                    // partitions anyway.
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
