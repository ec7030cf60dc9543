package io.keyway.kit.bus;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.springframework.cloud.stream.config.BindingProperties;
import org.springframework.cloud.stream.config.BindingServiceProperties;

/** Which consumer of this service reads which topic, and in which consumer group. */
record Bindings(BindingServiceProperties settings) {

    private static final String INPUT = "-in-0";

    /** The bean name of the consumer that reads the topic. */
    Optional<String> consumerOf(String topic) {
        return of(topic)
                .map(binding -> binding.getKey().substring(0, binding.getKey().indexOf(INPUT)));
    }

    Optional<String> groupOf(String topic) {
        return of(topic).map(binding -> binding.getValue().getGroup());
    }

    private Optional<Map.Entry<String, BindingProperties>> of(String topic) {
        return settings.getBindings().entrySet().stream()
                .filter(binding -> binding.getKey().endsWith(INPUT))
                .filter(
                        binding ->
                                Arrays.asList(
                                                String.valueOf(binding.getValue().getDestination())
                                                        .split(","))
                                        .contains(topic))
                .findFirst();
    }
}
